using CsCheck;
using Weir.Cli.Asking;
using Weir.Cli.Endpoints;
using Weir.Cli.Input;
using Weir.Cli.Verbs.Matrix;
using Weir.Manifests;
using Weir.Policy.Addresses;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Resolution;
using Weir.Testing;

namespace Weir.Cli.Tests.Asking;

/// <summary>What one port or one address answers for others, it answers rightly: checked on random clusters against each of them.</summary>
public sealed class QuestionTests
{
    [Fact]
    public void Every_port_has_the_verdict_of_its_segment() => OnRandomClusters(cluster =>
    {
        var evaluator = new PolicyEvaluator(cluster.Snapshot());
        var (source, destination) = (cluster.Endpoint(evaluator, IPFamily.IPv4), cluster.Endpoint(evaluator, IPFamily.IPv4));
        var segments = PortSegments.Of(evaluator, source, destination).ToList();

        Assert.True(segments.Aggregate(Weir.Policy.Ports.PortSet.None, (set, one) => set.Union(one.Set)).IsAll);
        for (var i = 0; i < 40; i++)
        {
            var (protocol, port) = cluster.Traffic();
            var segment = segments.First(one => one.Set.Contains(protocol, port));
            var probe = evaluator.Evaluate(new Flow(source, destination, segment.Protocol, segment.Probe));
            Assert.Equal(evaluator.Evaluate(new Flow(source, destination, protocol, port)).IsAllowed, probe.IsAllowed);
        }
    });

    [Fact]
    public void Every_address_has_the_verdict_of_its_part() => OnRandomClusters(cluster =>
    {
        var evaluator = new PolicyEvaluator(cluster.Snapshot());
        foreach (var family in (ReadOnlySpan<IPFamily>)[IPFamily.IPv4, IPFamily.IPv6])
        {
            var parts = AddressParts.Split(evaluator, Cidr.All(family));
            var source = cluster.Endpoint(evaluator, family);
            for (var i = 0; i < 40; i++)
            {
                var address = cluster.Address(family);
                var part = Assert.Single(parts, one => one.Range.Contains(address));
                var (protocol, port) = cluster.Traffic();
                Assert.Equal(
                    evaluator.Evaluate(new Flow(source, evaluator.EndpointOf(address), protocol, port)).IsAllowed,
                    evaluator.Evaluate(new Flow(source, part.Endpoint, protocol, port)).IsAllowed);
            }
        }
    });

    [Fact]
    public void The_matrix_says_what_a_single_question_says() => OnRandomClusters(cluster =>
    {
        var input = Loaded(cluster.Snapshot());
        if (input.Cluster.Snapshot.Pods.All(pod => pod.IsFinished)) return;

        var port = new PortQuery(Weir.Policy.Ports.Protocol.Tcp, 80, null);
        var matrix = ConnectivityMatrix.Of(input, port);
        for (var row = 0; row < matrix.Pods.Length; row++)
        {
            for (var column = 0; column < matrix.Pods.Length; column++)
            {
                var (source, destination) = (matrix.Pods[row], matrix.Pods[column]);
                if (!Owns(input, source) || !Owns(input, destination)) continue;

                var parser = new EndpointParser(input);
                var question = new Question(parser.Parse($"{source}"), parser.Parse($"{destination}"), port);
                if (TryAsk(question, input) is not { } result) continue;

                Assert.True(
                    result.IsAllowed == (matrix.Cells[row][column] == Cell.Allowed),
                    $"the matrix says {matrix.Cells[row][column]} for {source} → {destination}");
            }
        }
    });

    private static void OnRandomClusters(Action<RandomCluster> check) =>
        Gen.Int[0, int.MaxValue].Sample(seed => check(new RandomCluster(seed)), iter: 100);

    private static LoadedInput Loaded(ClusterSnapshot snapshot) => LoadedInput.From(
        new ManifestLoadResult { Snapshot = snapshot, Diagnostics = [], Loaded = [], PassedOver = [] }, "default", PolicyProfile.Default);

    /// <summary>Where two pods claim one address, the table knows one of them only.</summary>
    private static bool Owns(LoadedInput input, Pod pod) =>
        input.Cluster.FindPod(pod.Namespace, pod.Name) == pod
        && pod.IPs.All(ip => input.Cluster.FindPod(ip) == (pod.HostNetwork ? null : pod));

    /// <summary>Null: the two have no address family in common.</summary>
    private static QuestionResult? TryAsk(Question question, LoadedInput input)
    {
        try
        {
            return question.Ask(input.Evaluator);
        }
        catch (UsageException)
        {
            return null;
        }
    }
}
