using CsCheck;
using Weir.Policy.Addresses;
using Weir.Policy.Analysis.Connections;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Testing;

namespace Weir.Policy.Tests.Analysis.Connections;

public sealed class ConnectionDiffTests
{
    [Fact]
    public void A_cluster_does_not_differ_from_itself() =>
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                var snapshot = RandomWorkloads.Snapshot(new RandomCluster(seed));
                Assert.True(ConnectionDiff.Between(new PolicyEvaluator(snapshot), new PolicyEvaluator(snapshot)).IsEmpty);
            },
            iter: 40);

    [Fact]
    public void What_opened_and_closed_turns_the_old_answers_into_the_new_ones() =>
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                var (old, @new) = Pair(seed, onlyPolicies: false);
                var diff = ConnectionDiff.Between(old, @new);
                var before = diff.Old.Peers.OfType<WorkloadPeer>().ToDictionary(peer => peer.Id);
                var common = diff.New.Peers.OfType<WorkloadPeer>().Where(peer => before.ContainsKey(peer.Id)).ToArray();
                foreach (var source in common)
                {
                    foreach (var destination in common)
                    {
                        if (source == destination && (source.Pods.Length == 1 || before[source.Id].Pods.Length == 1)) continue;

                        var change = diff.Changes.SingleOrDefault(change => change.Source == source && change.Destination == destination);
                        foreach (var traffic in RandomWorkloads.Traffic)
                        {
                            Check(
                                change,
                                RandomWorkloads.Allows(old, before[source.Id], before[destination.Id], traffic),
                                RandomWorkloads.Allows(@new, source, destination, traffic),
                                traffic);
                        }
                    }
                }
            },
            iter: 40);

    [Fact]
    public void Outside_addresses_change_as_the_evaluators_say() =>
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                var (old, @new) = Pair(seed, onlyPolicies: true);
                var diff = ConnectionDiff.Between(old, @new);
                var addresses = diff.Old.Peers.Concat(diff.New.Peers).OfType<OutsidePeer>()
                    .SelectMany(peer => peer.Ranges).SelectMany(range => (IP[])[range.First, range.Last]).Distinct().ToArray();
                var before = diff.Old.Peers.OfType<WorkloadPeer>().ToDictionary(peer => peer.Id);
                foreach (var workload in diff.New.Peers.OfType<WorkloadPeer>())
                {
                    foreach (var address in addresses)
                    {
                        var change = diff.Changes.SingleOrDefault(change => change.Source == workload && Holds(change.Destination, address));
                        foreach (var traffic in RandomWorkloads.Traffic)
                        {
                            Check(change, Allows(old, before[workload.Id], address, traffic), Allows(@new, workload, address, traffic), traffic);
                        }
                    }
                }
            },
            iter: 30);

    [Fact]
    public void Where_nothing_but_policies_differs_every_change_has_a_cause_and_each_cause_differs() =>
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                var (old, @new) = Pair(seed, onlyPolicies: true);
                var (before, after) = (Texts(old), Texts(@new));
                foreach (var change in ConnectionDiff.Between(old, @new).Changes)
                {
                    Assert.NotEmpty(change.Causes);
                    foreach (var cause in change.Causes)
                    {
                        var kind = (before.GetValueOrDefault($"{cause.Policy}"), after.GetValueOrDefault($"{cause.Policy}")) switch
                        {
                            (null, _) => PolicyDifferenceKind.Added,
                            (_, null) => PolicyDifferenceKind.Removed,
                            var (one, other) => one == other ? (PolicyDifferenceKind?)null : PolicyDifferenceKind.Changed,
                        };
                        Assert.Equal(kind, cause.Kind);
                    }
                }
            },
            iter: 100);

    [Fact]
    public void A_policy_that_decides_nothing_here_is_no_cause()
    {
        var web = new Pod { Namespace = "x", Name = "web" };
        var other = new Pod { Namespace = "y", Name = "other" };
        var deny = new NetworkPolicy { Namespace = "x", Name = "deny", PolicyTypes = ["Ingress"] };
        var egress = deny with { Name = "egress", PolicyTypes = ["Egress"], Egress = [new NetworkPolicyRule()] };
        var cluster = new ClusterSnapshot { Pods = [web, other] };

        var diff = ConnectionDiff.Between(
            new PolicyEvaluator(cluster), new PolicyEvaluator(cluster with { NetworkPolicies = [deny, egress] }));

        var toWeb = diff.Changes.Single(change => change.Source.Id == "y/other[Pod]");
        Assert.Equal((ChangeKind.Closed, "x/web[Pod]"), (toWeb.Kind, toWeb.Destination.Id));
        Assert.Equal(["x/deny"], toWeb.Causes.Select(cause => $"{cause.Policy}"));
    }

    [Fact]
    public void Workloads_of_one_side_are_named_and_their_connections_are_not()
    {
        var web = new Pod { Namespace = "x", Name = "web" };
        var diff = ConnectionDiff.Between(
            new PolicyEvaluator(new ClusterSnapshot { Pods = [web, web with { Name = "old" }] }),
            new PolicyEvaluator(new ClusterSnapshot { Pods = [web, web with { Name = "new" }] }));

        Assert.Equal(["x/new[Pod]"], diff.Added.Select(peer => peer.Id));
        Assert.Equal(["x/old[Pod]"], diff.Removed.Select(peer => peer.Id));
        Assert.Empty(diff.Changes);
        Assert.False(diff.IsEmpty);
    }

    private static (PolicyEvaluator Old, PolicyEvaluator New) Pair(int seed, bool onlyPolicies)
    {
        var cluster = new RandomCluster(seed);
        var snapshot = RandomWorkloads.Snapshot(cluster);
        var other = snapshot with
        {
            NetworkPolicies =
            [
                .. snapshot.NetworkPolicies.Where(_ => !cluster.Chance(3)).Select(policy => cluster.Chance(2) ? policy : policy with { Ingress = [cluster.Rule()] }),
                .. Enumerable.Range(50, cluster.Next(3)).Select(cluster.Policy),
            ],
        };
        if (!onlyPolicies)
        {
            other = other with
            {
                Pods = [.. other.Pods.Where(_ => !cluster.Chance(5)).Select(pod => cluster.Chance(4) ? pod with { Labels = cluster.Labels() } : pod)],
            };
        }

        return (new PolicyEvaluator(snapshot), new PolicyEvaluator(other));
    }

    private static Dictionary<string, NetworkPolicy> Texts(PolicyEvaluator evaluator) =>
        evaluator.Cluster.Snapshot.NetworkPolicies.GroupBy(policy => policy.ToString()).ToDictionary(policy => policy.Key, policy => policy.Last());

    private static bool Holds(ConnectionPeer peer, IP address) => peer is OutsidePeer outside && outside.Ranges.Any(range => range.Contains(address));

    private static bool Allows(PolicyEvaluator evaluator, WorkloadPeer source, IP address, (Protocol Protocol, ushort Port) traffic) =>
        RandomWorkloads.Members(evaluator, source)
            .Where(member => member.Address is null || member.Address.Value.Family == address.Family)
            .Any(member => evaluator.Evaluate(new Flow(member, new ExternalEndpoint(address), traffic.Protocol, traffic.Port)).IsAllowed);

    private static void Check(ConnectionChange? change, bool before, bool after, (Protocol Protocol, ushort Port) traffic)
    {
        var (protocol, port) = traffic;
        Assert.Equal(after && !before, change?.Opened.Contains(protocol, port) ?? false);
        Assert.Equal(before && !after, change?.Closed.Contains(protocol, port) ?? false);
        if (change is not null) Assert.Equal((before, after), (change.Before.Contains(protocol, port), change.After.Contains(protocol, port)));
    }
}
