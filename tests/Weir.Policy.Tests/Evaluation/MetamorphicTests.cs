using System.Collections.Immutable;
using CsCheck;
using Weir.Policy.Addresses;
using Weir.Policy.Compilation;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Policy.Resolution;
using Weir.Testing;

namespace Weir.Policy.Tests.Evaluation;

/// <summary>
/// R7, R11: what must not matter, and what may only grow or shrink, on random clusters. Both the evaluator and the table are asked.
/// </summary>
public sealed class MetamorphicTests
{
    private static readonly Gen<int> Seeds = Gen.Int[0, int.MaxValue];

    [Fact]
    public void R11a_R11b_a_further_policy_only_adds_where_the_pod_is_isolated_and_the_first_only_removes() =>
        Seeds.Sample(
            seed =>
            {
                var cluster = new RandomCluster(seed);
                var before = cluster.Snapshot();
                var policy = cluster.Policy(1000);
                var after = before with { NetworkPolicies = before.NetworkPolicies.Add(policy) };

                var (oldTable, newTable) = (Table(before), Table(after));
                var (oldWords, newWords) = (new PolicyEvaluator(before), new PolicyEvaluator(after));
                foreach (var direction in (ReadOnlySpan<Direction>)[Direction.Ingress, Direction.Egress])
                {
                    foreach (var (subject, peer) in Pairs(before))
                    {
                        var isolated = oldTable.IsIsolated(direction, subject);
                        var (was, now) = (oldTable.Allowed(direction, subject, peer), newTable.Allowed(direction, subject, peer));
                        Assert.True(isolated ? now.IsSupersetOf(was) : was.IsSupersetOf(now), $"{direction} {subject} {peer}: {was} became {now}");
                        Assert.True(newTable.IsIsolated(direction, subject) || !isolated);
                    }

                    foreach (var (subject, peer) in Pairs(before).Where(_ => cluster.Chance(4)))
                    {
                        var (protocol, port) = cluster.Traffic();
                        var was = Ask(oldWords, direction, subject, peer, protocol, port);
                        var now = Ask(newWords, direction, subject, peer, protocol, port);
                        var isolated = was.Selecting.Any();
                        var grew = (was.Verdict, now.Verdict) is (Verdict.Deny, Verdict.Allow);
                        var shrank = (was.Verdict, now.Verdict) is (Verdict.Allow, Verdict.Deny);
                        Assert.False(isolated ? shrank : grew, $"{direction} {subject} {peer} {protocol} {port}: {was.Reason} became {now.Reason}");
                    }
                }
            },
            iter: 150);

    [Fact]
    public void R11c_deleting_a_policy_is_the_inverse_of_adding_it() =>
        Seeds.Sample(
            seed =>
            {
                var cluster = new RandomCluster(seed);
                var snapshot = cluster.Snapshot();
                var policy = cluster.Policy(1000);
                var compiler = PolicyCompiler.ForEveryNode();
                compiler.Load(snapshot);
                var mirror = new TableMirror();
                mirror.Apply(compiler.Commit());
                var before = mirror.Describe();

                compiler.Set(policy);
                mirror.Apply(compiler.Commit());
                compiler.Remove(new PolicyRef(NetworkPolicyLowering.Kind, policy.Namespace, policy.Name));
                mirror.Apply(compiler.Commit());
                Assert.Equal(before, mirror.Describe());
            },
            iter: 150);

    [Fact]
    public void R11d_splitting_a_policy_changes_nothing() =>
        NothingChanges((cluster, policies) => policies.SelectMany(policy => Split(cluster, policy)));

    [Fact]
    public void R11e_duplicating_anything_changes_nothing() =>
        NothingChanges((cluster, policies) =>
        {
            var twice = policies.Select(policy => EachList(policy, new Twice(cluster))).ToArray();
            return [.. twice, .. twice.Where(_ => cluster.Chance(2)).Select(policy => policy with { Name = $"{policy.Name}-again" })];
        });

    [Fact]
    public void R7_R11f_the_order_of_anything_changes_nothing() =>
        NothingChanges((cluster, policies) =>
        {
            var shuffled = policies.Select(policy => EachList(policy, new Shuffled(cluster))).ToArray();
            return [.. new Shuffled(cluster).Apply<NetworkPolicy>(shuffled.ToImmutableArray())];
        });

    [Fact]
    public void R13_absent_lists_mean_what_empty_ones_mean() =>
        NothingChanges((_, policies) => policies.Select(policy => EachList(policy, new AbsentIfEmpty())));

    /// <summary>R14: a rule without peers or ports makes every other policy moot for the pods that it selects.</summary>
    [Fact]
    public void R14_an_empty_rule_outweighs_everything() =>
        Seeds.Sample(
            seed =>
            {
                var snapshot = new RandomCluster(seed).Snapshot();
                snapshot = snapshot with
                {
                    NetworkPolicies =
                    [
                        .. snapshot.NetworkPolicies,
                        new() { Namespace = "x", Name = "open", PolicyTypes = ["Ingress", "Egress"], Ingress = [new()], Egress = [new()] },
                    ],
                };
                var (table, index) = (Table(snapshot), new ClusterIndex(snapshot));
                foreach (var (subject, peer) in Pairs(snapshot).Where(pair => index.FindPod(pair.Subject) is { Namespace: "x" }))
                {
                    Assert.Equal(PortSet.All, table.Allowed(Direction.Ingress, subject, peer));
                    Assert.Equal(PortSet.All, table.Allowed(Direction.Egress, subject, peer));
                }
            },
            iter: 60);

    /// <summary>The same verdicts from the evaluator, and a table that is the same to the letter.</summary>
    private static void NothingChanges(Func<RandomCluster, ImmutableArray<NetworkPolicy>, IEnumerable<NetworkPolicy>> rewrite) =>
        Seeds.Sample(
            seed =>
            {
                var cluster = new RandomCluster(seed);
                var snapshot = cluster.Snapshot();
                var rewritten = snapshot with { NetworkPolicies = [.. rewrite(cluster, snapshot.NetworkPolicies)] };
                Assert.Equal(Describe(snapshot), Describe(rewritten));

                var (before, after) = (new PolicyEvaluator(snapshot), new PolicyEvaluator(rewritten));
                for (var i = 0; i < 60; i++)
                {
                    var family = cluster.Pick([IPFamily.IPv4, IPFamily.IPv6]);
                    var (source, destination) = (cluster.Address(family), cluster.Address(family));
                    var (protocol, port) = cluster.Traffic();
                    foreach (var direction in (ReadOnlySpan<Direction>)[Direction.Ingress, Direction.Egress])
                    {
                        var was = Ask(before, direction, source, destination, protocol, port);
                        var now = Ask(after, direction, source, destination, protocol, port);
                        Assert.Equal((was.Verdict, was.Reason), (now.Verdict, now.Reason));
                    }
                }
            },
            iter: 120);

    private static DirectionVerdict Ask(PolicyEvaluator evaluator, Direction direction, IP subject, IP peer, Protocol protocol, ushort port)
    {
        var (one, other) = (evaluator.EndpointOf(subject), evaluator.EndpointOf(peer));
        return direction == Direction.Ingress
            ? evaluator.Evaluate(new Flow(other, one, protocol, port)).Ingress
            : evaluator.Evaluate(new Flow(one, other, protocol, port)).Egress;
    }

    private static PolicyTable Table(ClusterSnapshot snapshot)
    {
        var compiler = PolicyCompiler.ForEveryNode();
        compiler.Load(snapshot);
        compiler.Commit();
        return compiler.Table;
    }

    private static string Describe(ClusterSnapshot snapshot)
    {
        var compiler = PolicyCompiler.ForEveryNode();
        compiler.Load(snapshot);
        var mirror = new TableMirror();
        mirror.Apply(compiler.Commit());
        return mirror.Describe();
    }

    /// <summary>Every pod's address with every other address of its family that the cluster knows, and one from outside.</summary>
    private static IEnumerable<(IP Subject, IP Peer)> Pairs(ClusterSnapshot snapshot)
    {
        IP[] subjects = [.. snapshot.Pods.SelectMany(pod => pod.IPs).Distinct()];
        IP[] peers = [.. subjects, .. snapshot.Nodes.SelectMany(node => node.Addresses), IP.Parse("203.0.113.7"), IP.Parse("2001:db8::7")];
        return from subject in subjects from peer in peers where subject.Family == peer.Family && subject != peer select (subject, peer);
    }

    /// <summary>Each rule goes to one of three policies with the subjects and types of the first; some get none, and still isolate.</summary>
    private static IEnumerable<NetworkPolicy> Split(RandomCluster cluster, NetworkPolicy policy)
    {
        var parts = Enumerable.Range(0, 3).Select(_ => (Ingress: new List<NetworkPolicyRule>(), Egress: new List<NetworkPolicyRule>())).ToArray();
        foreach (var rule in policy.Ingress) cluster.Pick(parts).Ingress.Add(rule);
        foreach (var rule in policy.Egress) cluster.Pick(parts).Egress.Add(rule);
        return parts.Select((part, i) => policy with { Name = $"{policy.Name}-{(char)('a' + i)}", Ingress = [.. part.Ingress], Egress = [.. part.Egress] });
    }

    /// <summary>Rewrites every list of a policy, the innermost first.</summary>
    private static NetworkPolicy EachList(NetworkPolicy policy, ListChange change)
    {
        return policy with
        {
            PodSelector = Selector(policy.PodSelector)!,
            PolicyTypes = change.Apply(policy.PolicyTypes),
            Ingress = Rules(policy.Ingress),
            Egress = Rules(policy.Egress),
        };

        EquatableArray<NetworkPolicyRule> Rules(EquatableArray<NetworkPolicyRule> rules) =>
            change.Apply<NetworkPolicyRule>([.. rules.Select(rule => rule with
            {
                Ports = change.Apply(rule.Ports),
                Peers = change.Apply<NetworkPolicyPeer>([.. rule.Peers.Select(Peer)]),
            })]);

        NetworkPolicyPeer Peer(NetworkPolicyPeer peer) => new()
        {
            PodSelector = Selector(peer.PodSelector),
            NamespaceSelector = Selector(peer.NamespaceSelector),
            IPBlock = peer.IPBlock is { } block ? block with { Except = change.Apply(block.Except) } : null,
        };

        LabelSelector? Selector(LabelSelector? selector) => selector is null ? null : selector with
        {
            MatchExpressions = change.Apply<LabelSelectorRequirement>(
                [.. selector.MatchExpressions.Select(requirement => requirement with { Values = change.Apply(requirement.Values) })]),
        };
    }

    private abstract class ListChange
    {
        public abstract EquatableArray<T> Apply<T>(EquatableArray<T> list);
    }

    private sealed class Twice(RandomCluster cluster) : ListChange
    {
        public override EquatableArray<T> Apply<T>(EquatableArray<T> list) =>
            [.. list.SelectMany(item => Enumerable.Repeat(item, 1 + cluster.Next(2)))];
    }

    private sealed class Shuffled(RandomCluster cluster) : ListChange
    {
        public override EquatableArray<T> Apply<T>(EquatableArray<T> list) =>
            [.. list.Select(item => (item, Place: cluster.Next(1000))).OrderBy(pair => pair.Place).Select(pair => pair.item)];
    }

    private sealed class AbsentIfEmpty : ListChange
    {
        public override EquatableArray<T> Apply<T>(EquatableArray<T> list) => list.IsEmpty ? default : list;
    }
}
