using CsCheck;
using Weir.Policy.Addresses;
using Weir.Policy.Analysis;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Testing;

namespace Weir.Policy.Tests.Analysis;

public sealed class ConnectivityTests
{
    [Fact]
    public void Every_pair_of_ends_has_the_ports_that_the_evaluator_allows() =>
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                var cluster = new RandomCluster(seed, new RandomClusterOptions(Untidy: false));
                var snapshot = cluster.Snapshot();
                var evaluator = new PolicyEvaluator(snapshot);
                var connectivity = Connectivity.Of(snapshot);
                foreach (var source in connectivity.Ends)
                {
                    var row = connectivity.AllowedFrom(source);
                    for (var i = 0; i < row.Length; i++)
                    {
                        var destination = connectivity.Ends[i];
                        Assert.Equal(connectivity.Allowed(source, destination), row[i]);
                        if (source.Family != destination.Family || (source.IsOutside && destination.IsOutside)) continue;

                        var (protocol, port) = cluster.Traffic();
                        var flow = new Flow(Member(cluster, evaluator, source), Member(cluster, evaluator, destination), protocol, port);
                        if (flow.Source is PodEndpoint from && flow.Destination is PodEndpoint to && from.Pod.Ref == to.Pod.Ref) continue;
                        if (flow.Source is NodeEndpoint || flow.Destination is NodeEndpoint) continue;

                        Assert.True(row[i].Contains(protocol, port) == evaluator.Evaluate(flow).IsAllowed, $"{flow}: {row[i]}");
                    }
                }
            },
            iter: 100);

    [Fact]
    public void Ends_hold_every_pod_address_once_and_ranges_cover_each_family_once() =>
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                var snapshot = new RandomCluster(seed, new RandomClusterOptions(Untidy: false)).Snapshot();
                var ends = Connectivity.Of(snapshot).Ends;
                Assert.Equal(
                    snapshot.Pods.SelectMany(pod => pod.IPs.Select(ip => (pod.Ref, ip))).Order(Comparer<(PodRef, IP)>.Create((a, b) => a.Item2.CompareTo(b.Item2))),
                    ends.SelectMany(end => end.Pods.Select(member => (member.Pod.Ref, member.Address))).Order(Comparer<(PodRef, IP)>.Create((a, b) => a.Item2.CompareTo(b.Item2))));
                foreach (var family in (ReadOnlySpan<IPFamily>)[IPFamily.IPv4, IPFamily.IPv6])
                {
                    UInt128 next = 0;
                    foreach (var range in ends.SelectMany(end => end.Ranges).Where(range => range.Family == family).Order())
                    {
                        Assert.Equal(next, range.First.Bits);
                        next = range.Last.Bits + 1;
                    }

                    Assert.Equal(family.Last().Bits + 1, next);
                }
            },
            iter: 100);

    [Fact]
    public void Where_nobody_is_isolated_there_is_one_end_of_pods_and_one_of_each_family()
    {
        var snapshot = new ClusterSnapshot { Pods = [.. Enumerable.Range(0, 5).Select(i => new Pod { Namespace = "x", Name = $"p{i}" })] };
        var connectivity = Connectivity.Of(snapshot);
        Assert.Equal([5, 0, 0], connectivity.Ends.Select(end => end.Pods.Length));
        Assert.Equal(PortSet.All, connectivity.Allowed(connectivity.Ends[0], connectivity.Ends[1]));
    }

    /// <summary>One of the end's addresses; of a range, one that no pod or node has.</summary>
    private static Endpoint Member(RandomCluster cluster, PolicyEvaluator evaluator, End end)
    {
        if (!end.IsOutside)
        {
            var (pod, address) = cluster.Pick(end.Pods);
            return new PodEndpoint(pod, address);
        }

        var range = cluster.Pick(end.Ranges);
        var candidates = new[] { range.First, range.Last }.Select(evaluator.EndpointOf).OrderBy(endpoint => endpoint is ExternalEndpoint ? 0 : 1);
        return candidates.First() is ExternalEndpoint free ? free : new NodeEndpoint("nobody's", null);
    }
}
