using System.Globalization;
using Weir.Dataplane.Nftables;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using static Weir.Dataplane.Tests.Kernel.PacketLab;

namespace Weir.Dataplane.Tests.Kernel;

/// <summary>Real packets against tables written by hand, in both address families.</summary>
public sealed class PacketTests : IDisposable
{
    private const int Web = 2;

    private static readonly PortSet WebPorts = PortSet
        .Of(Protocol.Tcp, new PortRange(80))
        .Union(PortSet.Of(Protocol.Tcp, new PortRange(8000, 8010)))
        .Union(PortSet.Of(Protocol.Udp));

    private PacketLab? lab;
    private NftablesDataplane? dataplane;
    private TableModel applied = TableModel.Empty;

    public static TheoryData<string, string> Families => new() { { Client4, Server4 }, { Client6, Server6 } };

    [Theory, MemberData(nameof(Families))]
    public void Nothing_is_judged_that_is_not_isolated(string client, string server)
    {
        var net = Start();
        Apply(TableModel.Empty.Peer(Direction.Ingress, client, 3));

        Assert.True(net.Tcp(server, 80));
        Assert.True(net.Udp(server, 53));
        Assert.True(net.Ping(server));
    }

    [Theory, MemberData(nameof(Families))]
    public void Ports_are_single_or_ranges_or_whole_protocols(string client, string server)
    {
        var net = Start();
        Apply(TableModel.Empty
            .Subject(Direction.Ingress, server, 1)
            .Peer(Direction.Ingress, client, 3)
            .Cell(Direction.Ingress, 1, 3, Web)
            .Ports(Web, WebPorts));

        Assert.True(net.Tcp(server, 80));
        Assert.True(net.Tcp(server, 8000));
        Assert.True(net.Tcp(server, 8010));
        Assert.True(net.Udp(server, 1));
        Assert.True(net.Udp(server, 65535));
        Assert.False(net.Tcp(server, 81));
        Assert.False(net.Tcp(server, 7999));
        Assert.False(net.Tcp(server, 8011));
        Assert.False(net.Ping(server));
    }

    [Theory, MemberData(nameof(Families))]
    public void What_is_missing_denies(string client, string server)
    {
        var net = Start();
        var isolated = TableModel.Empty.Subject(Direction.Ingress, server, 1);
        var known = isolated.Peer(Direction.Ingress, client, 3);
        var row = known.Cell(Direction.Ingress, 1, 3, Web);
        foreach (var table in (TableModel[])[isolated, known, row])
        {
            Apply(table);
            Assert.False(net.Tcp(server, 80));
            Assert.False(net.Ping(server));
        }

        Apply(row.Ports(Web, WebPorts));
        Assert.True(net.Tcp(server, 80));

        // Back again, step by step.
        Apply(known);
        Assert.False(net.Tcp(server, 80));
        Apply(TableModel.Empty);
        Assert.True(net.Tcp(server, 80));
    }

    [Theory, MemberData(nameof(Families))]
    public void Everything_and_other_protocols(string client, string server)
    {
        var net = Start();
        var table = TableModel.Empty
            .Subject(Direction.Ingress, server, 1)
            .Peer(Direction.Ingress, client, 3);

        Apply(table.Cell(Direction.Ingress, 1, 3, 1).Ports(1, PortSet.All));
        Assert.True(net.Tcp(server, 1));
        Assert.True(net.Udp(server, 65535));
        Assert.True(net.Ping(server));

        var withoutPorts = PortSet.All.Except(PortSet.Of(Protocol.Tcp)).Except(PortSet.Of(Protocol.Udp)).Except(PortSet.Of(Protocol.Sctp));
        Apply(table.Cell(Direction.Ingress, 1, 3, Web).Ports(Web, withoutPorts));
        Assert.False(net.Tcp(server, 1));
        Assert.False(net.Udp(server, 1));
        Assert.True(net.Ping(server));
    }

    [Theory, MemberData(nameof(Families))]
    public void An_address_beats_the_range_that_holds_it_even_with_class_0(string client, string server)
    {
        var net = Start();
        var everywhere = client.Contains(':') ? "::/0" : "0.0.0.0/0";
        var ranges = TableModel.Empty
            .Subject(Direction.Ingress, server, 1)
            .Range(Direction.Ingress, everywhere, 4)
            .Cell(Direction.Ingress, 1, 4, Web)
            .Ports(Web, WebPorts);

        Apply(ranges);
        Assert.True(net.Tcp(server, 80));

        Apply(ranges.Peer(Direction.Ingress, client, 5));
        Assert.False(net.Tcp(server, 80));

        Apply(ranges.Peer(Direction.Ingress, client, 0));
        Assert.False(net.Tcp(server, 80));

        Apply(ranges.Peer(Direction.Ingress, client, 0).Cell(Direction.Ingress, 1, 0, Web));
        Assert.True(net.Tcp(server, 80));
        Assert.False(net.Tcp(server, 81));
    }

    [Theory, MemberData(nameof(Families))]
    public void Both_directions_must_allow(string client, string server)
    {
        var net = Start();
        var egress = TableModel.Empty
            .Subject(Direction.Egress, client, 1)
            .Peer(Direction.Egress, server, 7)
            .Cell(Direction.Egress, 1, 7, Web)
            .Ports(Web, WebPorts);

        Apply(egress);
        Assert.True(net.Tcp(server, 80));
        Assert.False(net.Tcp(server, 443));

        var ingress = egress
            .Subject(Direction.Ingress, server, 1)
            .Peer(Direction.Ingress, client, 3)
            .Cell(Direction.Ingress, 1, 3, 3)
            .Ports(3, PortSet.Of(Protocol.Tcp, new PortRange(443)).Union(PortSet.Of(Protocol.Tcp, new PortRange(8000, 8001))));
        Apply(ingress);
        Assert.False(net.Tcp(server, 80));
        Assert.False(net.Tcp(server, 443));
        Assert.True(net.Tcp(server, 8000));
        Assert.False(net.Tcp(server, 8002));
    }

    [Theory, MemberData(nameof(Families))]
    public void Replies_and_what_is_established_pass(string client, string server)
    {
        var net = Start();

        // The server may not open any connection itself, and takes web connections only.
        var table = TableModel.Empty
            .Subject(Direction.Ingress, server, 1)
            .Subject(Direction.Egress, server, 1)
            .Peer(Direction.Ingress, client, 3)
            .Cell(Direction.Ingress, 1, 3, Web)
            .Ports(Web, WebPorts);
        Apply(table);

        var (near, far) = net.Connection(server, 80);
        using (near)
        using (far)
        {
            near.ReceiveTimeout = far.ReceiveTimeout = 2000;
            near.Send("ping"u8);
            Assert.Equal(4, far.Receive(new byte[8]));
            far.Send("pong!"u8);
            Assert.Equal(5, near.Receive(new byte[8]));

            Apply(TableModel.Empty.Subject(Direction.Ingress, server, 1));
            far.Send("more"u8);
            Assert.Equal(4, near.Receive(new byte[8]));
        }
    }

    [Theory, MemberData(nameof(Families))]
    public void A_pod_reaches_itself_through_its_Service(string client, string server)
    {
        var net = Start();
        var (ip, service) = client.Contains(':') ? ("ip6", "fd09::9") : ("ip", "10.9.9.9");
        net.Node.Nft(
            $"table {ip} service {{ chain in {{ type nat hook prerouting priority dstnat; {ip} daddr {service} dnat to {client}; }}; "
            + $"chain out {{ type nat hook postrouting priority srcnat; {ip} saddr {client} {ip} daddr {client} masquerade; }}; }}");
        var table = TableModel.Empty.Subject(Direction.Ingress, client, 1);

        Apply(table);
        Assert.True(net.Tcp(service, 80));
        Apply(table.Subject(Direction.Egress, client, 1));
        Assert.True(net.Tcp(service, 81));
        Assert.False(net.Tcp(server, 81));
    }

    /// <summary>A new installation over the old one, again and again, while packets that no state of it allows keep coming.</summary>
    [Fact]
    public async Task No_packet_slips_through_while_everything_is_replaced()
    {
        var net = Start();
        Apply(TableModel.Empty.Subject(Direction.Ingress, Server4, 1));
        using var receiver = net.Receiver(Server4, 53);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var sender = Task.Run(() => net.Flood(Server4, 53, stop.Token));

        for (var i = 0; i < 200; i++) dataplane!.Repair();
        await stop.CancelAsync();

        Assert.True(await sender > 1000, "hardly anything was sent");
        Assert.Equal(0, receiver.Available);

        dataplane!.Remove();
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        net.Flood(Server4, 53, soon.Token);
        Assert.True(SpinWait.SpinUntil(() => receiver.Available > 0, TimeSpan.FromSeconds(2)), "the receiver hears nothing at all");
    }

    [Theory]
    [InlineData(0x00, "none")]
    [InlineData(0x08, "0:2")]
    [InlineData(0x10, "0:6")]
    [InlineData(0x18, "0:4")]
    [InlineData(0xB8, "0:4")]
    public void The_priority_is_what_the_TOS_field_gives(int typeOfService, string priority)
    {
        var net = Start();
        const string Counting = "table inet count {{ chain {0} {{ type filter hook forward priority {1}; meta l4proto udp meta priority {2} counter; }}; }}";
        var before = string.Format(CultureInfo.InvariantCulture, Counting, "before", -10, priority);
        var after = string.Format(CultureInfo.InvariantCulture, Counting, "after", 10, priority);
        net.Node.Nft(before);
        net.Node.Nft(after);
        Apply(TableModel.Empty
            .Subject(Direction.Ingress, Server4, 1)
            .Peer(Direction.Ingress, Client4, 3)
            .Cell(Direction.Ingress, 1, 3, Web)
            .Ports(Web, WebPorts));

        Assert.True(net.Udp(Server4, 53, typeOfService));

        var counted = net.Node.Run("nft", "list", "table", "inet", "count");
        Assert.Equal(2, counted.Split("counter packets 1 ").Length - 1);
    }

    [Fact]
    public void The_scratch_register_is_put_back()
    {
        var net = Start();
        Apply(TableModel.Empty
            .Subject(Direction.Egress, Client4, 1)
            .Subject(Direction.Egress, Client6, 1)
            .Peer(Direction.Egress, Server4, 7)
            .Peer(Direction.Egress, Server6, 7)
            .Cell(Direction.Egress, 1, 7, 1)
            .Ports(1, PortSet.All));
        net.Node.Run("nft", "table inet after { chain c { type filter hook forward priority 10; meta priority != none counter; }; }");

        Assert.True(net.Tcp(Server4, 80));
        Assert.True(net.Tcp(Server6, 80));

        Assert.Contains("counter packets 0", net.Node.Run("nft", "list", "table", "inet", "after"), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        dataplane?.Dispose();
        lab?.Dispose();
    }

    private PacketLab Start()
    {
        Needs.RootAndNft();
        lab = new();
        dataplane = new(lab.Node.Target);
        return lab;
    }

    private void Apply(TableModel table)
    {
        dataplane!.Apply(table.From(applied));
        applied = table;
    }
}
