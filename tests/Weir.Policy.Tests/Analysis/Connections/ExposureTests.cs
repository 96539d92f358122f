using CsCheck;
using Weir.Policy.Analysis.Connections;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Testing;

namespace Weir.Policy.Tests.Analysis.Connections;

public sealed class ExposureTests
{
    [Fact]
    public void What_is_open_to_a_made_up_pod_is_what_the_evaluator_allows_it() =>
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                var snapshot = RandomWorkloads.Snapshot(new RandomCluster(seed));
                var map = ConnectionMap.Of(snapshot);
                foreach (var exposure in Exposure.Of(map))
                {
                    foreach (var (pod, ports) in exposure.Pods)
                    {
                        var evaluator = new PolicyEvaluator(snapshot with { Namespaces = [.. snapshot.Namespaces, pod.Namespace] });
                        foreach (var traffic in RandomWorkloads.Traffic)
                        {
                            var allowed = RandomWorkloads.Members(evaluator, exposure.Workload).Any(member => Allows(evaluator, exposure.Direction, member, pod.Pod, traffic));
                            Assert.True(allowed == ports.Contains(traffic.Protocol, traffic.Port), $"{exposure.Workload} {exposure.Direction} {pod.Matcher} {traffic}: {ports}");
                        }
                    }
                }
            },
            iter: 40);

    [Fact]
    public void A_made_up_pod_matches_the_selector_that_it_stands_for() =>
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                foreach (var (pod, _) in Exposure.Of(ConnectionMap.Of(new RandomCluster(seed).Snapshot())).SelectMany(exposure => exposure.Pods))
                {
                    Assert.True(pod.Matcher is null || pod.Matcher.Matches(pod.Pod.Labels, pod.Namespace.Name, pod.Namespace.Labels), $"{pod}");
                }
            },
            iter: 100);

    [Fact]
    public void A_workload_opens_to_strangers_what_any_pod_may_use_and_to_others_what_a_rule_says_of_them()
    {
        var snapshot = new ClusterSnapshot
        {
            Pods = [new Pod { Namespace = "x", Name = "db" }],
            NetworkPolicies =
            [
                new NetworkPolicy
                {
                    Namespace = "x",
                    Name = "p",
                    PolicyTypes = ["Ingress"],
                    Ingress =
                    [
                        new NetworkPolicyRule { Peers = [new() { NamespaceSelector = new() }], Ports = [new() { Port = 80 }] },
                        new NetworkPolicyRule { Peers = [new() { PodSelector = LabelSelector.Of(("app", "api")) }], Ports = [new() { Port = 5432 }] },
                    ],
                },
            ],
        };

        var ingress = Exposure.Of(ConnectionMap.Of(snapshot)).Single(exposure => exposure.Direction == Direction.Ingress);
        Assert.True(ingress.IsIsolated);
        Assert.Empty(ingress.Outside);
        Assert.Equal(
            [("", "tcp/80"), ("podSelector app=api", "tcp/80,5432")],
            ingress.Pods.Select(open => ($"{open.Pod.Matcher}", $"{open.Ports}")));
        Assert.Equal("x", ingress.Pods[1].Pod.Pod.Namespace);
    }

    private static bool Allows(PolicyEvaluator evaluator, Direction direction, Endpoint member, Pod stranger, (Protocol Protocol, ushort Port) traffic)
    {
        var other = new PodEndpoint(stranger, null);
        return direction == Direction.Ingress
            ? evaluator.Evaluate(new Flow(other, member, traffic.Protocol, traffic.Port)).Ingress.Verdict == Verdict.Allow
            : evaluator.Evaluate(new Flow(member, other, traffic.Protocol, traffic.Port)).Egress.Verdict == Verdict.Allow;
    }
}
