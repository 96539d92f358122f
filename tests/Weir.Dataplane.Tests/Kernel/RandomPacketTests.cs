using Weir.Dataplane.Nftables;
using Weir.Policy.Addresses;
using Weir.Policy.Compilation;
using Weir.Policy.Model;
using Weir.Policy.Ports;

namespace Weir.Dataplane.Tests.Kernel;

/// <summary>After every random change, packets do what the table says.</summary>
public sealed class RandomPacketTests
{
    private static readonly (Protocol Protocol, ushort Port)[] Probes =
        [(Protocol.Tcp, 80), (Protocol.Tcp, 443), (Protocol.Tcp, 65535), (Protocol.Udp, 80), (Protocol.Icmp, 0)];

    [Theory]
    [InlineData(7)]
    [InlineData(null)]
    public void Packets_do_what_the_table_says(int? fixedSeed)
    {
        Needs.RootAndNft();
        var seed = fixedSeed ?? Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        using var lab = new PacketLab();
        lab.Serve("10.0.0.0/24", PacketLab.Server4);
        lab.Serve("fd00::/64", PacketLab.Server6);
        using var dataplane = new NftablesDataplane(lab.Node.Target);
        RandomTable tables = new(seed);
        TableModel drawn = TableModel.Empty, applied = TableModel.Empty;
        int allowed = 0, denied = 0;

        for (var step = 0; step < 12; step++)
        {
            drawn = tables.Next(drawn, stability: 3);
            var next = WithClient(WithClient(drawn, IPFamily.IPv4), IPFamily.IPv6);
            dataplane.Apply(next.From(applied));
            applied = next;

            var results = Probe(lab, applied);
            var wrong = results.Where(result => result.Expected != result.Passed).ToArray();
            Assert.True(
                wrong.Length == 0,
                $"seed {seed}, step {step}: {string.Join(", ", wrong)}\n{lab.Node.Nft("list table inet weir")}");
            allowed += results.Count(result => result.Passed);
            denied += results.Count(result => !result.Passed);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{allowed} allowed, {denied} denied");
        Assert.True(allowed > 0 && denied > 0);
    }

    /// <summary>The client is in the class of the pool's first pod; its peers are the pool.</summary>
    private static TableModel WithClient(TableModel table, IPFamily family)
    {
        SubjectKey model = new(Direction.Egress, RandomTable.Address(family, 0)), client = new(Direction.Egress, Client(family));
        return table with
        {
            Subjects = table.Subjects.TryGetValue(model, out var id) ? table.Subjects.SetItem(client, id) : table.Subjects.Remove(client),
        };
    }

    private static Result[] Probe(PacketLab lab, TableModel table)
    {
        var probes =
            from family in (IPFamily[])[IPFamily.IPv4, IPFamily.IPv6]
            from i in Enumerable.Range(0, RandomTable.Pool + 2)
            from probe in Probes
            select (Family: family, Server: RandomTable.Address(family, i), probe.Protocol, probe.Port);

        // A thread each: most of them only wait for what never comes.
        var tasks = probes.Select(probe => Task.Factory.StartNew(
            () =>
            {
                var client = Client(probe.Family);
                var expected = table.Allows(Direction.Egress, client, probe.Server, probe.Protocol, probe.Port)
                    && table.Allows(Direction.Ingress, probe.Server, client, probe.Protocol, probe.Port);
                return new Result(probe.Server, probe.Protocol, probe.Port, expected, Passes(lab, probe.Server, probe.Protocol, probe.Port));
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToArray();
        return [.. tasks.Select(task => task.GetAwaiter().GetResult())];
    }

    private static bool Passes(PacketLab lab, IP server, Protocol protocol, ushort port) => protocol switch
    {
        Protocol.Tcp => lab.Tcp($"{server}", port),
        Protocol.Udp => lab.Udp($"{server}", port),
        _ => lab.Ping($"{server}"),
    };

    private static IP Client(IPFamily family) => IP.Parse(family == IPFamily.IPv4 ? PacketLab.Client4 : PacketLab.Client6);

    private sealed record Result(IP Server, Protocol Protocol, ushort Port, bool Expected, bool Passed);
}
