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
