using System.Diagnostics;
using Weir.Lab.Planning;
using Weir.Lab.Probes;
using Weir.Policy.Addresses;
using Weir.Policy.Ports;

namespace Weir.Lab.Tests;

/// <summary>What rules in a node do to probes: written with nft, so that nothing of ours vouches for itself.</summary>
[Collection(KernelTests.Name)]
public sealed class ProbeOutcomeTests(ITestOutputHelper output)
{
    private static readonly ProbePort[] Ports = [new(Protocol.Tcp, 80), new(Protocol.Udp, 53), new(Protocol.Sctp, 7), new(Protocol.Icmp, 0)];

    [Theory]
    [InlineData(IPFamily.IPv4)]
    [InlineData(IPFamily.IPv6)]
    public async Task Exactly_what_a_node_drops_is_denied(IPFamily family)
    {
        await using var lab = await NewLabAsync(4, family);
        var victim = lab.Plan.Pods[0];
        ForwardRules(lab, lab.Plan.NodeOf(victim), "ct state established accept", $"{Match("daddr", victim, family)} drop");

        // A pod's own address is on its own loopback, which no node sees.
        var results = await lab.ProbeAsync(LabTests.AllPairs(lab.Plan.Pods, Ports), new ProbeOptions { Timeout = TimeSpan.FromMilliseconds(300) });
        bool Denied(ProbeResult result) => result.Probe.Destination == victim.Address(family) && result.Probe.Source != victim;
        LabTests.AssertAll(ProbeOutcome.Denied, results.Where(Denied));
        LabTests.AssertAll(ProbeOutcome.Allowed, results.Where(result => !Denied(result)));
    }

    [Fact]
    public async Task One_port_can_be_dropped_and_the_next_not()
    {
        await using var lab = await NewLabAsync(2, IPFamily.IPv4);
        await lab.ListenAsync([new(Protocol.Sctp, 7), new(Protocol.Sctp, 8), new(Protocol.Tcp, 7)]);
        foreach (var node in lab.Plan.Nodes) ForwardRules(lab, node, "sctp dport 7 drop");

        var (source, destination) = (lab.Plan.Pods[0], lab.Plan.Pods[1].Addresses[0]);
        var results = await lab.ProbeAsync(
            [new(source, destination, Protocol.Sctp, 7), new(source, destination, Protocol.Sctp, 8), new(source, destination, Protocol.Tcp, 7)]);

        Assert.Equal([ProbeOutcome.Denied, ProbeOutcome.Allowed, ProbeOutcome.Allowed], results.Select(result => result.Outcome));
    }

    [Fact]
    public async Task Connection_tracking_takes_the_replies_for_replies()
    {
        await using var lab = await NewLabAsync(2, IPFamily.IPv4);
        var (source, destination) = (lab.Plan.Pods[0], lab.Plan.Pods[1]);
        foreach (var node in lab.Plan.Nodes)
        {
            ForwardRules(lab, node, "ct state established,related accept", "ct state invalid drop", $"ip daddr {source.Addresses[0]} drop");
        }

        LabTests.AssertAll(ProbeOutcome.Allowed, await lab.ProbeAsync([.. Ports.Select(port => Ask(source, destination, port))]));
        LabTests.AssertAll(ProbeOutcome.Denied, await lab.ProbeAsync([.. Ports.Select(port => Ask(destination, source, port))]));
    }

    [Theory]
    [InlineData(IPFamily.IPv4)]
    [InlineData(IPFamily.IPv6)]
    public async Task A_refusal_is_not_a_denial(IPFamily family)
    {
        await using var lab = await NewLabAsync(2, family);
        foreach (var node in lab.Plan.Nodes)
        {
            ForwardRules(lab, node, "tcp dport 80 reject with tcp reset", "meta l4proto { udp, sctp } reject");
        }

        var probes = Ports[..3].Select(port => Ask(lab.Plan.Pods[0], lab.Plan.Pods[1], port)).ToList();
        LabTests.AssertAll(ProbeOutcome.Refused, await lab.ProbeAsync(probes));
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_refused()
    {
        await using var lab = await NewLabAsync(2, IPFamily.IPv4);
        var probes = Ports[..3].Select(port => Ask(lab.Plan.Pods[0], lab.Plan.Pods[1], port with { Port = 9999 })).ToList();

        LabTests.AssertAll(ProbeOutcome.Refused, await lab.ProbeAsync(probes));
    }

    [Fact]
    public async Task A_drop_on_the_nodes_own_way_out_is_a_denial()
    {
        await using var lab = await NewLabAsync(2, IPFamily.IPv4);
        var node = lab.Plan.Nodes[0];
        Nft(lab, node, "add table inet t", "add chain inet t out { type filter hook output priority 0; policy drop; }");

        LabTests.AssertAll(ProbeOutcome.Denied, await lab.ProbeAsync([.. Ports.Select(port => Ask(node, lab.Plan.Pods[1], port))]));
    }

    [Fact]
    public async Task A_probe_in_a_family_that_the_source_lacks_is_an_error()
    {
        await using var lab = await NewLabAsync(2, IPFamily.IPv4);
        var results = await lab.ProbeAsync([new(lab.Plan.Pods[0], IP.Parse("fd00::1"), Protocol.Tcp, 80)]);

        Assert.Equal(ProbeOutcome.Error, Assert.Single(results).Outcome);
    }

    [Fact]
    public async Task Half_of_486_probes_denied_take_two_time_outs_and_little_more()
    {
        await using var lab = await NewLabAsync(9, IPFamily.IPv4);
        ProbePort[] ports = [new(Protocol.Tcp, 80), new(Protocol.Tcp, 81), new(Protocol.Udp, 80), new(Protocol.Udp, 81), new(Protocol.Sctp, 80), new(Protocol.Sctp, 81)];
        await lab.ListenAsync(ports);
        foreach (var node in lab.Plan.Nodes) ForwardRules(lab, node, "th dport 81 drop");

        var probes = LabTests.AllPairs(lab.Plan.Pods, ports);
        var watch = Stopwatch.StartNew();
        var results = await lab.ProbeAsync(probes, new ProbeOptions { Timeout = TimeSpan.FromMilliseconds(500) });
        output.WriteLine($"{results.Length} probes, {results.Count(result => result.Outcome == ProbeOutcome.Denied)} denied, in {watch.ElapsedMilliseconds} ms");

        Assert.Equal(486, results.Length);
        Assert.Equal(9 * 8 * 3, results.Count(result => result.Outcome == ProbeOutcome.Denied));
        Assert.InRange(watch.ElapsedMilliseconds, 1000, 3000);
    }

    [Fact]
    public async Task Probing_can_be_cancelled()
    {
        await using var lab = await NewLabAsync(2, IPFamily.IPv4);
        foreach (var node in lab.Plan.Nodes) ForwardRules(lab, node, "drop");
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        var probing = lab.ProbeAsync([Ask(lab.Plan.Pods[0], lab.Plan.Pods[1], Ports[0])], new ProbeOptions { Timeout = TimeSpan.FromSeconds(30) }, cancellation.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probing.WaitAsync(TimeSpan.FromSeconds(5)));
    }

    private static async Task<LabCluster> NewLabAsync(int pods, IPFamily family)
    {
        Kernel.SkipUnlessUsable();
        Kernel.SkipUnlessTool("nft");
        var lab = await LabCluster.CreateAsync(Kernel.Plan(Kernel.Cluster(pods), family));
        await lab.ListenAsync(Ports);
        return lab;
    }

    private static Probe Ask(LabEndpoint source, LabEndpoint destination, ProbePort port) =>
        new(source, destination.Addresses[0], port.Protocol, port.Port);

    private static string Match(string field, LabEndpoint endpoint, IPFamily family) =>
        $"{(family == IPFamily.IPv4 ? "ip" : "ip6")} {field} {endpoint.Address(family)}";

    private static void ForwardRules(LabCluster lab, LabNode node, params string[] rules)
    {
        Nft(lab, node, ["add table inet t", "add chain inet t forwarded { type filter hook forward priority 0; }", .. rules.Select(rule => $"add rule inet t forwarded {rule}")]);
    }

    private static void Nft(LabCluster lab, LabNode node, params string[] commands) =>
        Kernel.Run(lab.NamespaceOf(node), "nft", string.Join("; ", commands));
}
