using CsCheck;
using Weir.Policy.Addresses;
using Weir.Policy.Analysis;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Testing;

namespace Weir.Policy.Tests.Analysis;

public sealed class ExplainerTests
{
    [Fact]
    public void The_smallest_change_applied_flips_every_denial()
    {
        var denials = 0;
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                var cluster = new RandomCluster(seed);
                var snapshot = cluster.Snapshot();
                var evaluator = new PolicyEvaluator(snapshot);
                for (var i = 0; i < 40; i++)
                {
                    var family = cluster.Pick([IPFamily.IPv4, IPFamily.IPv6]);
                    var (protocol, port) = cluster.Traffic();
                    var flow = new Flow(cluster.Endpoint(evaluator, family), cluster.Endpoint(evaluator, family), protocol, port);
                    var explanation = Explainer.Explain(evaluator, flow);
                    if (explanation.Verdict.IsAllowed)
                    {
                        Assert.Empty(explanation.SmallestChange);
                        continue;
                    }

                    Interlocked.Increment(ref denials);
                    Assert.NotEmpty(explanation.SmallestChange);
                    var changed = explanation.SmallestChange.Aggregate(snapshot, (current, change) => change.ApplyTo(current));
                    Assert.True(new PolicyEvaluator(changed).Evaluate(flow).IsAllowed, $"{flow} stays denied");
                }
            },
            iter: 150);
        Assert.True(denials > 200, $"only {denials} denials: the clusters are too open to say much");
    }

    [Fact]
    public void The_checks_of_each_rule_agree_with_the_evaluator() =>
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                var cluster = new RandomCluster(seed);
                var evaluator = new PolicyEvaluator(cluster.Snapshot());
                for (var i = 0; i < 40; i++)
                {
                    var (protocol, port) = cluster.Traffic();
                    var flow = new Flow(cluster.Endpoint(evaluator, IPFamily.IPv4), cluster.Endpoint(evaluator, IPFamily.IPv4), protocol, port);
                    var explanation = Explainer.Explain(evaluator, flow);
                    foreach (var (direction, peer) in new[] { (explanation.Egress, flow.Destination), (explanation.Ingress, flow.Source) })
                    {
                        foreach (var rule in direction.Policies.SelectMany(policy => policy.Rules))
                        {
                            Assert.Equal(evaluator.Matches(rule.Rule, peer, flow), rule.Matches);
                            Assert.All(rule.Peers.Concat(rule.Ports), check => Assert.Equal(check.Matches, check.Why.Length == 0));
                        }
                    }
                }
            },
            iter: 100);

    [Fact]
    public void A_denial_names_the_label_that_differs_and_the_entry_to_add()
    {
        var api = LabelSelector.Of(("app", "api"));
        var snapshot = new ClusterSnapshot
        {
            Pods =
            [
                new Pod { Namespace = "shop", Name = "frontend", Labels = LabelSet.Of(("app", "frontend"), ("pod-template-hash", "1")) },
                new Pod { Namespace = "shop", Name = "db", Labels = LabelSet.Of(("app", "db")) },
            ],
            NetworkPolicies =
            [
                new NetworkPolicy { Namespace = "shop", Name = "default-deny", PolicyTypes = ["Ingress"] },
                new NetworkPolicy
                {
                    Namespace = "shop",
                    Name = "db-allow-api",
                    PodSelector = LabelSelector.Of(("app", "db")),
                    PolicyTypes = ["Ingress"],
                    Ingress = [new() { Peers = [new() { PodSelector = api }], Ports = [new() { Port = 5432 }] }],
                },
            ],
        };
        var evaluator = new PolicyEvaluator(snapshot);
        var flow = new Flow(evaluator.EndpointOf(snapshot.Pods[0]), evaluator.EndpointOf(snapshot.Pods[1]), Protocol.Tcp, 5432);

        var explanation = Explainer.Explain(evaluator, flow);

        Assert.Equal(VerdictReason.NotIsolated, explanation.Egress.Verdict.Reason);
        Assert.Equal(VerdictReason.NoRuleAllows, explanation.Ingress.Verdict.Reason);
        var rule = Assert.Single(explanation.Ingress.Policies.SelectMany(policy => policy.Rules));
        Assert.True(rule.PortsMatch && rule.IsNearMiss);
        Assert.Equal("app is \"frontend\", wants \"api\"", Assert.Single(rule.Peers).Why);
        var change = Assert.Single(explanation.SmallestChange);
        Assert.Equal(("shop/db-allow-api", "spec.ingress[0].from"), (change.Policy.ToString(), change.Path));
        Assert.Equal("- podSelector: {matchLabels: {app: frontend}}", change.Yaml);
    }
}
