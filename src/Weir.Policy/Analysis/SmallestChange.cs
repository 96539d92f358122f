using System.Collections.Immutable;
using Weir.Policy.Addresses;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis;

/// <summary>
/// Finds the smallest edit that allows a denied flow: first a peer or a port added to a rule that misses only that, then a new rule
/// in a policy that has some, at last a new policy. Every suggestion is evaluated before it is made.
/// </summary>
internal static class SmallestChange
{
    public static ImmutableArray<PolicyChange> Find(PolicyEvaluator evaluator, Explanation explanation)
    {
        var changes = ImmutableArray.CreateBuilder<PolicyChange>();
        var flow = explanation.Verdict.Flow;
        foreach (var direction in (ReadOnlySpan<DirectionExplanation>)[explanation.Egress, explanation.Ingress])
        {
            if (direction.Verdict.Verdict == Verdict.Allow) continue;

            var found = Candidates(evaluator, direction, flow).FirstOrDefault(change => Helps(evaluator, change, direction.Direction, flow));
            if (found is null) return [];

            changes.Add(found);
            evaluator = With(evaluator, found);
        }

        return evaluator.Evaluate(flow).IsAllowed ? changes.ToImmutable() : [];
    }

    private static IEnumerable<PolicyChange> Candidates(PolicyEvaluator evaluator, DirectionExplanation direction, Flow flow)
    {
        var (subject, peer) = direction.Direction == Direction.Ingress ? (flow.Destination, flow.Source) : (flow.Source, flow.Destination);
        if (subject is not PodEndpoint { Pod: var pod }) yield break;

        // The rule that opens the fewest other ports comes first, then the one whose peers came nearest.
        var misses = direction.Policies
            .SelectMany(policy => policy.Rules.Where(rule => rule.IsNearMiss))
            .OrderBy(rule => rule.PortsMatch ? 0 : 1)
            .ThenBy(rule => rule.Rule.Ports is null ? 1 : 0)
            .ThenBy(rule => rule.Peers.Select(check => check.Failed).DefaultIfEmpty(0).Min());
        foreach (var miss in misses)
        {
            if (Original(evaluator, miss.Rule.Ref.Policy) is not { } policy) continue;

            if (miss.PeersMatch && PortFor(flow) is { } port) yield return AddPort(policy, miss.Rule.Ref, port);
            if (miss.PortsMatch && PeerFor(peer, policy.Namespace, miss.Rule) is { } item) yield return AddPeer(policy, miss.Rule.Ref, item);
        }

        // A rule in a policy that has some; else a policy of its own; at last a rule in a policy that is meant to have none.
        foreach (var policy in Extended(direction.Policies.Where(policy => !policy.Rules.IsEmpty))) yield return policy;
        if (RuleFor(flow, peer, pod.Namespace) is { } only && NewPolicy(evaluator, pod, peer, direction.Direction, only) is { } created) yield return created;
        foreach (var policy in Extended(direction.Policies.Where(policy => policy.Rules.IsEmpty))) yield return policy;

        IEnumerable<PolicyChange> Extended(IEnumerable<PolicyExplanation> policies)
        {
            foreach (var explained in policies)
            {
                if (Original(evaluator, explained.Policy.Ref) is { } policy && RuleFor(flow, peer, policy.Namespace) is { } rule)
                {
                    yield return AddRule(policy, direction.Direction, rule);
                }
            }
        }
    }

    private static bool Helps(PolicyEvaluator evaluator, PolicyChange change, Direction direction, Flow flow)
    {
        var verdict = With(evaluator, change).Evaluate(flow);
        return (direction == Direction.Ingress ? verdict.Ingress : verdict.Egress).Verdict == Verdict.Allow;
    }

    private static PolicyEvaluator With(PolicyEvaluator evaluator, PolicyChange change)
    {
        var snapshot = change.ApplyTo(evaluator.Cluster.Snapshot);
        return new PolicyEvaluator(evaluator.Cluster.With(snapshot.NetworkPolicies), PolicySet.From(snapshot), evaluator.Profile);
    }

    private static NetworkPolicy? Original(PolicyEvaluator evaluator, PolicyRef policy) => policy.Kind != NetworkPolicyLowering.Kind
        ? null
        : evaluator.Cluster.Snapshot.NetworkPolicies.LastOrDefault(np => np.Namespace == policy.Namespace && np.Name == policy.Name);

    private static PolicyChange AddPort(NetworkPolicy policy, RuleRef rule, NetworkPolicyPort port) => new(
        rule.Policy,
        $"spec.{rule.Path}.ports",
        $"- {PolicyText.Port(port)}",
        Edit(policy, rule, text => text with { Ports = text.Ports.Items.Add(port) }));

    private static PolicyChange AddPeer(NetworkPolicy policy, RuleRef rule, NetworkPolicyPeer peer) => new(
        rule.Policy,
        $"spec.{rule.Path}.{(rule.Direction == Direction.Ingress ? "from" : "to")}",
        PolicyText.Peer(peer),
        Edit(policy, rule, text => text with { Peers = text.Peers.Items.Add(peer) }));

    private static PolicyChange AddRule(NetworkPolicy policy, Direction direction, NetworkPolicyRule rule) => new(
        new PolicyRef(NetworkPolicyLowering.Kind, policy.Namespace, policy.Name),
        direction == Direction.Ingress ? "spec.ingress" : "spec.egress",
        PolicyText.Rule(direction, rule),
        direction == Direction.Ingress
            ? policy with { Ingress = policy.Ingress.Items.Add(rule) }
            : policy with { Egress = policy.Egress.Items.Add(rule) });

    /// <summary>Null where it would isolate pods that no policy isolates yet, and so close what is open.</summary>
    private static PolicyChange? NewPolicy(
        PolicyEvaluator evaluator, Pod pod, Endpoint peer, Direction direction, NetworkPolicyRule rule)
    {
        var side = peer is PodEndpoint { Pod: var other } ? other.Workload?.Name ?? other.Name : "outside";
        var subject = pod.Workload?.Name ?? pod.Name;
        var wanted = direction == Direction.Ingress ? $"{subject}-from-{side}" : $"{subject}-to-{side}";
        var name = wanted;
        for (var i = 2; Original(evaluator, new PolicyRef(NetworkPolicyLowering.Kind, pod.Namespace, name)) is not null; i++) name = $"{wanted}-{i}";

        var policy = new NetworkPolicy
        {
            Namespace = pod.Namespace,
            Name = name,
            PodSelector = new LabelSelector { MatchLabels = PolicyText.TellingLabels(pod.Labels, []) },
            PolicyTypes = [direction == Direction.Ingress ? "Ingress" : "Egress"],
            Ingress = direction == Direction.Ingress ? [rule] : [],
            Egress = direction == Direction.Egress ? [rule] : [],
        };
        var selected = evaluator.Cluster.Snapshot.Pods.Where(other => other.Namespace == pod.Namespace && policy.PodSelector.Matches(other.Labels));
        if (!selected.All(other => IsIsolated(evaluator, other, direction))) return null;

        return new PolicyChange(new PolicyRef(NetworkPolicyLowering.Kind, pod.Namespace, name), null, PolicyText.Policy(policy), policy);
    }

    private static bool IsIsolated(PolicyEvaluator evaluator, Pod pod, Direction direction) => evaluator.Policies.Tiers
        .Where(tier => tier.Isolates)
        .SelectMany(tier => tier.Policies)
        .Any(policy => policy.Rules(direction) is not null
            && policy.Subject.Matches(pod.Labels, pod.Namespace, evaluator.Cluster.NamespaceLabels(pod.Namespace)));

    private static NetworkPolicy Edit(NetworkPolicy policy, RuleRef rule, Func<NetworkPolicyRule, NetworkPolicyRule> edit) =>
        rule.Direction == Direction.Ingress
            ? policy with { Ingress = policy.Ingress.Items.SetItem(rule.Index, edit(policy.Ingress[rule.Index])) }
            : policy with { Egress = policy.Egress.Items.SetItem(rule.Index, edit(policy.Egress[rule.Index])) };

    private static NetworkPolicyRule? RuleFor(Flow flow, Endpoint peer, string ns) => PeerFor(peer, ns, null) is { } item
        ? new NetworkPolicyRule { Peers = [item], Ports = PortFor(flow) is { } port ? [port] : [] } // R51: without ports for the rest
        : null;

    /// <summary>Null: no port entry can match the protocol (R51).</summary>
    private static NetworkPolicyPort? PortFor(Flow flow) =>
        flow.Protocol.HasPorts() && flow.Port > 0 ? new NetworkPolicyPort { Protocol = flow.Protocol.ToApi(), Port = (int)flow.Port } : null;

    /// <summary>A peer entry that names this end and as few others as its labels permit.</summary>
    private static NetworkPolicyPeer? PeerFor(Endpoint peer, string policyNamespace, Rule? rule)
    {
        if (peer is not PodEndpoint { Pod: var pod })
        {
            return peer.Address is { } address
                ? new NetworkPolicyPeer { IPBlock = new IPBlock { Cidr = new Cidr(address, address.Width).ToString() } }
                : null;
        }

        // The keys that the rule's other peers use are the ones that its author thinks in.
        var keys = (rule?.Peers ?? []).OfType<PodPeer>()
            .SelectMany(other => other.Pods.Pods.MatchLabels.Select(label => label.Key)).Distinct().ToArray();
        var selector = new LabelSelector { MatchLabels = PolicyText.TellingLabels(pod.Labels, keys) };
        return pod.Namespace == policyNamespace
            ? new NetworkPolicyPeer { PodSelector = selector }
            : new NetworkPolicyPeer
            {
                NamespaceSelector = LabelSelector.Of((Namespace.NameLabel, pod.Namespace)),
                PodSelector = selector.IsEmpty ? null : selector,
            };
    }
}
