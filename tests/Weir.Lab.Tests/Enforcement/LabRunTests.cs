using Weir.Lab.Enforcement;
using Weir.Lab.Planning;
using Weir.Lab.Probes;
using Weir.Manifests;
using Weir.Policy.Addresses;
using Weir.Policy.Evaluation;
using Weir.Policy.Ports;
using Weir.Testing;

namespace Weir.Lab.Tests.Enforcement;

/// <summary>Evaluator, table and kernel agree on real packets. A failure prints the seed that replays it.</summary>
[Collection(KernelTests.Name)]
public sealed class LabRunTests
{
    private static readonly ProbePort[] Ports =
    [
        new(Protocol.Tcp, 80), new(Protocol.Tcp, 81), new(Protocol.Udp, 80), new(Protocol.Sctp, 81), new(Protocol.Tcp, 8080),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Random_clusters_obey_packet_by_packet(int nodes)
    {
        Kernel.SkipUnlessUsable();
        for (var seed = nodes * 1000; seed < (nodes * 1000) + 4; seed++)
        {
            var cluster = new RandomCluster(seed, new RandomClusterOptions(MaxPods: 8, Untidy: false)).Snapshot();
            var plan = LabPlan.Create(cluster, new LabOptions { Name = $"r{Environment.ProcessId}", NodeCount = nodes, Families = [IPFamily.IPv4, IPFamily.IPv6] });
            await using var run = await LabRun.StartAsync(plan);
            await run.Lab.ListenAsync(Ports);
            var answers = await run.ProbeAsync(run.AllPairs(Ports, [IPFamily.IPv4, IPFamily.IPv6]));
            Assert.NotEmpty(answers);
            Assert.True(answers.All(answer => answer.Agrees), $"seed {seed}: {string.Join('\n', answers.Where(answer => !answer.Agrees).Take(10))}");
        }
    }

    [Fact]
    public async Task The_shop_obeys_and_its_suggested_change_works_on_packets()
    {
        Kernel.SkipUnlessUsable();
        var shop = ManifestLoader.Load([Path.Combine(Repository.Root, "examples", "shop")]).Snapshot;
        var outside = new ExternalHost("office", [IP.Parse("203.0.113.10")]);
        var guests = new ExternalHost("guests", [IP.Parse("203.0.113.200")]);
        var plan = LabPlan.Create(shop, new LabOptions { Name = $"s{Environment.ProcessId}", NodeCount = 2, Externals = [outside, guests] });
        await using var run = await LabRun.StartAsync(plan);
        ProbePort[] ports = [new(Protocol.Tcp, 80), new(Protocol.Tcp, 5432), new(Protocol.Tcp, 9100)];
        await run.Lab.ListenAsync(ports);

        var answers = await run.ProbeAsync(run.AllPairs(ports, [IPFamily.IPv4]));
        Assert.True(answers.All(answer => answer.Agrees), string.Join('\n', answers.Where(answer => !answer.Agrees)));
        Assert.Contains(answers, answer => answer.Predicted == Verdict.Allow);

        var prometheus = run.Lab.Plan.Pods.Single(pod => pod.Name.StartsWith("monitoring/", StringComparison.Ordinal));
        var db = run.Lab.Plan.Pods.Single(pod => pod.Name.StartsWith("prod/db", StringComparison.Ordinal));
        var scrape = new LabQuestion(db, new Probe(prometheus, db.Address(IPFamily.IPv4)!.Value, Protocol.Tcp, 9100));
        Assert.Equal(ProbeOutcome.Denied, (await run.ProbeAsync([scrape])).Single().Result.Outcome);

        var flow = new Flow(run.Evaluator.EndpointOf(prometheus.Pod), run.Evaluator.EndpointOf(db.Pod), Protocol.Tcp, 9100);
        var change = Assert.Single(Policy.Analysis.Explainer.Explain(run.Evaluator, flow).SmallestChange);
        Assert.Equal("prod/allow-metrics", change.Policy.ToString());
        await run.ApplyAsync(change.ApplyTo(run.Lab.Plan.Cluster));
        Assert.Equal(ProbeOutcome.Allowed, (await run.ProbeAsync([scrape])).Single().Result.Outcome);
    }
}
