using CsCheck;
using Weir.Policy.Addresses;
using Weir.Policy.Analysis.Connections;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Testing;

namespace Weir.Policy.Tests.Analysis.Connections;

public sealed class ConnectionMapTests
{
    [Fact]
    public void Every_pair_of_peers_has_the_ports_that_the_evaluator_allows_some_of_its_members() =>
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                var evaluator = new PolicyEvaluator(RandomWorkloads.Snapshot(new RandomCluster(seed)));
                var map = ConnectionMap.Of(evaluator);
                foreach (var source in map.Peers)
                {
                    foreach (var destination in map.Peers)
                    {
                        var ports = map.Ports(source, destination);
                        if (source is OutsidePeer && destination is OutsidePeer) Assert.True(ports.IsEmpty);
                        else if (source == destination && source is WorkloadPeer { Pods.Length: 1 }) continue;
                        else
                        {
                            foreach (var traffic in RandomWorkloads.Traffic)
                            {
                                Assert.True(
                                    RandomWorkloads.Allows(evaluator, source, destination, traffic) == ports.Contains(traffic.Protocol, traffic.Port),
                                    $"{source} to {destination} {traffic}: {ports}");
                            }
                        }
                    }
                }
            },
            iter: 60);

    [Fact]
    public void Pods_of_one_peer_are_alike_to_the_evaluator() =>
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                var evaluator = new PolicyEvaluator(RandomWorkloads.Snapshot(new RandomCluster(seed)));
                var map = ConnectionMap.Of(evaluator);
                var others = map.Peers.Select(peer => RandomWorkloads.Members(evaluator, peer).First()).ToArray();
                foreach (var peer in map.Peers.OfType<WorkloadPeer>().Where(peer => peer.Pods.Length > 1))
                {
                    foreach (var family in RandomWorkloads.Members(evaluator, peer).Cast<PodEndpoint>().GroupBy(end => end.Address?.Family))
                    {
                        foreach (var other in others.Where(other => other is not PodEndpoint end || !peer.Pods.Contains(end.Pod)))
                        {
                            Assert.Single(family.Select(end => Answers(evaluator, end, other)).Distinct());
                        }
                    }
                }
            },
            iter: 60);

    [Fact]
    public void Every_pod_that_policies_apply_to_is_in_one_peer_and_ids_are_unique() =>
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                var evaluator = new PolicyEvaluator(RandomWorkloads.Snapshot(new RandomCluster(seed)));
                var map = ConnectionMap.Of(evaluator);
                var expected = evaluator.Cluster.Snapshot.Pods.Where(pod => pod is { HostNetwork: false, IsFinished: false }
                    && (pod.IPs.IsEmpty || pod.IPs.Any(address => evaluator.Cluster.FindPod(address)?.Ref == pod.Ref)));
                Assert.Equal(
                    expected.Select(pod => pod.ToString()).Order(StringComparer.Ordinal),
                    map.Peers.OfType<WorkloadPeer>().SelectMany(peer => peer.Pods).Select(pod => pod.ToString()).Order(StringComparer.Ordinal));
                Assert.Equal(map.Peers.Length, map.Peers.Select(peer => peer.Id).Distinct().Count());
            },
            iter: 100);

    [Fact]
    public void Rules_behind_a_connection_each_match_some_of_it_and_are_missing_only_where_nobody_is_isolated() =>
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                var evaluator = new PolicyEvaluator(RandomWorkloads.Snapshot(new RandomCluster(seed)));
                var map = ConnectionMap.Of(evaluator);
                foreach (var connection in map.Connections())
                {
                    var because = map.Because(connection);
                    foreach (var direction in (Direction[])[Direction.Egress, Direction.Ingress])
                    {
                        var subject = direction == Direction.Egress ? connection.Source : connection.Destination;
                        var isIsolated = subject is WorkloadPeer { Pods: [var pod, ..] } && Covering(evaluator, pod, direction);
                        Assert.Equal(isIsolated, because.Any(rule => rule.Direction == direction));
                    }
                }
            },
            iter: 60);

    [Fact]
    public void Ranges_are_cut_only_where_the_answer_changes()
    {
        var map = ConnectionMap.Of(Cluster(
            new NetworkPolicyPeer { IPBlock = new IPBlock { Cidr = "10.0.0.0/9" } },
            new NetworkPolicyPeer { IPBlock = new IPBlock { Cidr = "10.128.0.0/9", Except = ["10.200.0.0/16"] } }));

        Assert.Equal(
            ["10.0.0.0/8 except 10.200.0.0/16", "rest"],
            map.Peers.OfType<OutsidePeer>()
                .OrderBy(peer => peer.Ranges.Length)
                .Select(peer => peer.Ranges.Any(range => range.Contains(IP.Parse("10.1.0.0")))
                    && !peer.Ranges.Any(range => range.Contains(IP.Parse("10.200.0.0"))) ? "10.0.0.0/8 except 10.200.0.0/16" : "rest")
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Families_that_get_the_same_answer_are_one_peer_and_a_family_that_no_pod_has_is_none()
    {
        var template = new ClusterSnapshot { Pods = [new Pod { Namespace = "x", Name = "a" }] };
        var v4 = new ClusterSnapshot { Pods = [new Pod { Namespace = "x", Name = "a", IPs = [IP.Parse("10.0.0.1")] }] };

        Assert.Equal(["x/a[Pod]", "0.0.0.0/0 ::/0"], ConnectionMap.Of(template).Peers.Select(peer => peer.Id));
        Assert.Equal(["x/a[Pod]", "0.0.0.0/0"], ConnectionMap.Of(v4).Peers.Select(peer => peer.Id));
    }

    [Fact]
    public void A_workload_connects_to_itself_and_a_single_pod_does_not()
    {
        var web = new WorkloadRef("Deployment", "web");
        var map = ConnectionMap.Of(new ClusterSnapshot
        {
            Pods =
            [
                new Pod { Namespace = "x", Name = "bare" },
                new Pod { Namespace = "x", Name = "one", Workload = new WorkloadRef("Job", "one"), IPs = [IP.Parse("10.0.0.1")] },
                new Pod { Namespace = "x", Name = "template", Workload = new WorkloadRef("Job", "template") },
                new Pod { Namespace = "x", Name = "web-1", Workload = web, IPs = [IP.Parse("10.0.0.2")] },
                new Pod { Namespace = "x", Name = "web-2", Workload = web, IPs = [IP.Parse("10.0.0.3")] },
            ],
        });

        Assert.Equal(
            ["x/template[Job]", "x/web[Deployment]"],
            map.Connections().Where(one => one.Source == one.Destination).Select(one => one.Source.Id));
    }

    [Fact]
    public void Pods_of_one_workload_that_a_policy_tells_apart_are_listed_apart()
    {
        var web = new WorkloadRef("StatefulSet", "web");
        var snapshot = new ClusterSnapshot
        {
            Pods =
            [
                new Pod { Namespace = "x", Name = "web-0", Workload = web, Labels = LabelSet.Of(("i", "0")), IPs = [IP.Parse("10.0.0.2")] },
                new Pod { Namespace = "x", Name = "web-1", Workload = web, Labels = LabelSet.Of(("i", "1")), IPs = [IP.Parse("10.0.0.3")] },
            ],
        };
        var policy = new NetworkPolicy { Namespace = "x", Name = "p", PodSelector = LabelSelector.Of(("i", "0")), PolicyTypes = ["Ingress"] };

        Assert.Equal(["x/web[StatefulSet]"], Workloads(snapshot));
        Assert.Equal(["x/web-0[Pod]", "x/web-1[Pod]"], Workloads(snapshot with { NetworkPolicies = [policy] }));
    }

    private static IEnumerable<string> Workloads(ClusterSnapshot snapshot) =>
        ConnectionMap.Of(snapshot).Peers.OfType<WorkloadPeer>().Select(peer => peer.Id);

    private static ClusterSnapshot Cluster(params NetworkPolicyPeer[] peers) => new()
    {
        Pods = [new Pod { Namespace = "x", Name = "a", IPs = [IP.Parse("172.16.0.1")] }],
        NetworkPolicies =
        [
            new NetworkPolicy
            {
                Namespace = "x",
                Name = "p",
                PolicyTypes = ["Ingress"],
                Ingress = [.. peers.Select(peer => new NetworkPolicyRule { Peers = [peer] })],
            },
        ],
    };

    private static bool Covering(PolicyEvaluator evaluator, Pod pod, Direction direction) => evaluator.Policies.Tiers
        .SelectMany(tier => tier.Policies)
        .Any(policy => policy.Rules(direction) is not null
            && policy.Subject.Matches(pod.Labels, pod.Namespace, evaluator.Cluster.NamespaceLabels(pod.Namespace)));

    private static string Answers(PolicyEvaluator evaluator, Endpoint end, Endpoint other) => string.Concat(
        RandomWorkloads.Traffic.Select(traffic =>
            (evaluator.Evaluate(new Flow(end, other, traffic.Protocol, traffic.Port)).IsAllowed ? "y" : "n")
            + (evaluator.Evaluate(new Flow(other, end, traffic.Protocol, traffic.Port)).IsAllowed ? "y" : "n")));
}
