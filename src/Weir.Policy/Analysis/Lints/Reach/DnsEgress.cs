using System.Collections.Immutable;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Lints.Reach;

/// <summary>Pods that may send somewhere, but cannot look up where (R66).</summary>
internal sealed class DnsEgress : Lint
{
    public static readonly LintRule NoDns = new(
        "WEIR040",
        "egress-without-dns",
        LintSeverity.Warning,
        "Pods are isolated for egress and may not ask the cluster's DNS",
        "Rules allow them to send somewhere, but names do not resolve, which looks like an outage of everything.",
        "Allow egress to the resolver's pods on UDP 53 and TCP 53.");

    public static readonly LintRule NoTcp = new(
        "WEIR041",
        "dns-without-tcp",
        LintSeverity.Warning,
        "Pods may ask the cluster's DNS by UDP but not by TCP",
        "Answers that do not fit a datagram are asked for again by TCP, so that some names fail and others do not.",
        "Allow TCP 53 beside UDP 53.");

    public static readonly LintRule NoNodeCache = new(
        "WEIR042",
        "dns-without-node-cache",
        LintSeverity.Info,
        "Pods may ask the cluster's DNS but not the node-local cache that the cluster runs",
        "With NodeLocal DNSCache pods ask a link-local address of their node, which no selector matches. Some plugins enforce egress to it.",
        "Allow egress to 169.254.20.10/32 on UDP 53 and TCP 53 too.");

    public override ImmutableArray<LintRule> Rules => [NoDns, NoTcp, NoNodeCache];

    public override IEnumerable<LintFinding> Check(LintWorld world)
    {
        HashSet<(LintRule, LintedPolicy)> said = [];
        foreach (var (pods, policies) in Groups(world))
        {
            if (Judge(world, pods, policies) is { } verdict && said.Add((verdict.Finding.Rule, verdict.Policy))) yield return verdict.Finding;
        }
    }

    private static (LintFinding Finding, LintedPolicy Policy)? Judge(LintWorld world, ImmutableArray<Pod> pods, IReadOnlyList<LintedPolicy> policies)
    {
        var client = pods[0];
        Rule[] rules = [.. policies.SelectMany(policy => policy.Lowered.Egress!.Value)];

        // Cut off on purpose. A resolver asks the servers above it.
        if (rules.Length == 0 || world.Resolvers.Pods.Any(resolver => resolver.Ref == client.Ref)) return null;

        var udp = Array.Find(rules, rule => world.Resolvers.AreOpenTo(client, rule, Protocol.Udp, world));
        var names = Phrase.Pods(pods);
        if (udp is null)
        {
            var policy = policies.First(policy => policy.Lowered.Egress is { IsEmpty: false });
            var who = world.Resolvers.ArePresumed ? "the cluster's DNS in kube-system" : Phrase.Pods(world.Resolvers.Pods);
            return (LintFinding.In(NoDns, policy, "spec.egress", $"{names} may send, but no rule lets it ask {who} on udp/53", Fix(world)), policy);
        }

        var owner = policies.First(policy => policy.Lowered.Ref == udp.Ref.Policy);
        if (!Array.Exists(rules, rule => world.Resolvers.AreOpenTo(client, rule, Protocol.Tcp, world)))
        {
            return (LintFinding.In(NoTcp, owner, udp, "ports", $"{names} may ask the cluster's DNS on udp/53, but not on tcp/53"), owner);
        }

        var cache = new Flow(new PodEndpoint(client, null), new ExternalEndpoint(Resolvers.NodeCacheAddress), Protocol.Udp, Resolvers.Port);
        return world.Resolvers.HasNodeCache && !Array.Exists(rules, rule => world.Evaluator.Matches(rule, cache.Destination, cache))
            ? (LintFinding.In(NoNodeCache, owner, udp, "to", $"{names} may ask the cluster's DNS, but not the cache on {Resolvers.NodeCacheAddress}"), owner)
            : null;
    }

    /// <summary>Pods with the policies that isolate their egress; one group for pods that have the same ones.</summary>
    private static IEnumerable<(ImmutableArray<Pod> Pods, IReadOnlyList<LintedPolicy> Policies)> Groups(LintWorld world)
    {
        Dictionary<EquatableArray<PolicyRef>, (ImmutableArray<Pod>.Builder Pods, LintedPolicy[] Policies)> groups = [];
        foreach (var pod in world.Snapshot.Pods.Where(AddressOwnership.CanOwn))
        {
            var isolating = world.Isolating(pod, Direction.Egress).ToArray();
            if (isolating.Length == 0) continue;

            EquatableArray<PolicyRef> key = isolating.Select(policy => policy.Lowered.Ref).ToImmutableArray();
            if (!groups.TryGetValue(key, out var group)) groups[key] = group = (ImmutableArray.CreateBuilder<Pod>(), isolating);
            group.Pods.Add(pod);
        }

        var known = groups.Values.Select(group => (group.Pods.ToImmutable(), (IReadOnlyList<LintedPolicy>)group.Policies));
        return known.Concat(world.PoliciesByNamespace.Where(space => !world.KnowsPodsOf(space.Key)).SelectMany(Imagined));
    }

    /// <summary>Where no pods are known: for each policy the pod that it asks for, and whatever else of the namespace selects that.</summary>
    private static IEnumerable<(ImmutableArray<Pod> Pods, IReadOnlyList<LintedPolicy> Policies)> Imagined(IGrouping<string, LintedPolicy> space)
    {
        LintedPolicy[] covering = [.. space.Where(policy => policy.Lowered.Egress is not null)];
        foreach (var selector in covering.Where(policy => policy.Lowered.Egress is { IsEmpty: false }).Select(policy => policy.Text.PodSelector).Distinct())
        {
            var pod = new Pod { Namespace = space.Key, Name = selector.IsEmpty ? "*" : selector.ToString(), Labels = LabelsFor(selector) };
            if (!selector.Matches(pod.Labels)) continue;

            yield return ([pod], [.. covering.Where(policy => policy.Text.PodSelector.Matches(pod.Labels))]);
        }
    }

    private static LabelSet LabelsFor(LabelSelector selector) => LabelSet.From(
    [
        .. selector.MatchExpressions.Where(requirement => requirement.ParsedOperator is LabelOperator.In or LabelOperator.Exists)
            .Select(requirement => KeyValuePair.Create(requirement.Key, requirement.Values is [var first, ..] ? first : "")),
        .. selector.MatchLabels,
    ]);

    private static string Fix(LintWorld world)
    {
        var resolver = world.Resolvers.Pods[0];
        var peer = new NetworkPolicyPeer
        {
            NamespaceSelector = LabelSelector.Of((Namespace.NameLabel, resolver.Namespace)),
            PodSelector = new LabelSelector { MatchLabels = PolicyText.TellingLabels(resolver.Labels, ["k8s-app"]) },
        };
        var rule = new NetworkPolicyRule
        {
            Peers = [peer],
            Ports = [new NetworkPolicyPort { Protocol = "UDP", Port = 53 }, new NetworkPolicyPort { Protocol = "TCP", Port = 53 }],
        };
        return $"Add to egress:\n{PolicyText.Rule(Direction.Egress, rule)}";
    }
}
