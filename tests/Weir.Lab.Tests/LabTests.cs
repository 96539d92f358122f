using System.Diagnostics;
using Weir.Lab.Planning;
using Weir.Lab.Probes;
using Weir.Policy.Addresses;
using Weir.Policy.Model;
using Weir.Policy.Ports;

namespace Weir.Lab.Tests;

[Collection(KernelTests.Name)]
public sealed class LabTests(ITestOutputHelper output)
{
    private static readonly ProbePort[] Ports = [new(Protocol.Tcp, 80), new(Protocol.Udp, 53), new(Protocol.Sctp, 7), new(Protocol.Icmp, 0)];

    [Theory]
    [InlineData(IPFamily.IPv4)]
    [InlineData(IPFamily.IPv6)]
    [InlineData(IPFamily.IPv4, IPFamily.IPv6)]
    public async Task Without_a_policy_everybody_reaches_everybody_and_himself(params IPFamily[] families)
    {
        Kernel.SkipUnlessUsable();
        var watch = Stopwatch.StartNew();
        await using var lab = await LabCluster.CreateAsync(Kernel.Plan(Kernel.Cluster(12), families));
        output.WriteLine($"built in {watch.ElapsedMilliseconds} ms");
        await lab.ListenAsync(Ports);

        watch.Restart();
        var probes = AllPairs(lab.Plan.Endpoints, Ports);
        var results = await lab.ProbeAsync(probes);
        output.WriteLine($"{probes.Count} probes in {watch.ElapsedMilliseconds} ms");

        Assert.Equal(14 * 14 * 4 * families.Length, results.Length);
        Assert.Equal(probes, results.Select(result => result.Probe));
        AssertAll(ProbeOutcome.Allowed, results);
    }

    [Fact]
    public async Task Hosts_outside_and_host_network_pods_are_reached_with_the_addresses_they_have()
    {
        Kernel.SkipUnlessUsable();
        var cluster = ClusterSnapshot.Empty with
        {
            Nodes = [new Node { Name = "n", Addresses = [IP.Parse("192.0.2.1"), IP.Parse("192.0.2.99")] }],
            Pods =
            [
                Kernel.NewPod("given") with { IPs = [IP.Parse("10.1.2.3"), IP.Parse("fd01::3")] },
                Kernel.NewPod("host") with { HostNetwork = true, NodeName = "n" },
                Kernel.NewPod("other"),
            ],
        };
        ExternalHost[] hosts = [new("internet", [IP.Parse("203.0.113.10"), IP.Parse("2001:db8::10")]), new("office", [IP.Parse("198.51.100.7")])];
        await using var lab = await LabCluster.CreateAsync(LabPlan.Create(
            cluster, new LabOptions { Name = Kernel.NewName(), NodeCount = 2, Externals = [.. hosts] }));
        await lab.ListenAsync(Ports);

        var results = await lab.ProbeAsync(AllPairs(lab.Plan.Endpoints, Ports));
        Assert.Contains(results, result => result.Probe.Source is LabExternal && result.Probe.Destination == IP.Parse("fd01::3"));
        AssertAll(ProbeOutcome.Allowed, results);
    }

    [Fact]
    public async Task Packets_between_pods_of_one_node_cross_its_forward_hook()
    {
        Kernel.SkipUnlessUsable();
        Kernel.SkipUnlessTool("nft");
        await using var lab = await LabCluster.CreateAsync(LabPlan.Create(
            Kernel.Cluster(2), new LabOptions { Name = Kernel.NewName(), NodeCount = 1 }));
        await lab.ListenAsync(Ports);
        var node = lab.NamespaceOf(lab.Plan.Nodes[0]);
        Kernel.Run(node, "nft", "add table inet t; add chain inet t forwarded { type filter hook forward priority 0; policy drop; }");

        var (a, b) = (lab.Plan.Pods[0], lab.Plan.Pods[1]);
        AssertAll(ProbeOutcome.Denied, await lab.ProbeAsync([.. Ports.Select(port => new Probe(a, b.Addresses[0], port.Protocol, port.Port))]));
    }

    internal static List<Probe> AllPairs(IEnumerable<LabEndpoint> endpoints, IReadOnlyCollection<ProbePort> ports) =>
    [
        .. from source in endpoints
           from destination in endpoints
           from ip in destination.Addresses
           where source.Address(ip.Family) is not null
           from port in ports
           select new Probe(source, ip, port.Protocol, port.Port),
    ];

    internal static void AssertAll(ProbeOutcome expected, IEnumerable<ProbeResult> results) =>
        Assert.Equal([], results.Where(result => result.Outcome != expected).Select(result => result.ToString()));
}
