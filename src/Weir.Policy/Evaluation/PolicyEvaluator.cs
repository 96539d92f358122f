using System.Collections.Immutable;
using Weir.Policy.Addresses;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Policy.Resolution;

namespace Weir.Policy.Evaluation;

/// <summary>
/// The oracle: follows the rule book line by line, one flow at a time, and says why. It is allowed to be slow; the compiled table
/// and the kernel must agree with it.
/// </summary>
public sealed class PolicyEvaluator(ClusterIndex cluster, PolicySet policies, PolicyProfile profile)
{
    public PolicyEvaluator(ClusterSnapshot snapshot, PolicyProfile? profile = null)
        : this(new ClusterIndex(snapshot), PolicySet.From(snapshot), profile ?? PolicyProfile.Default)
    {
    }

    public ClusterIndex Cluster => cluster;

    public PolicySet Policies => policies;

    public PolicyProfile Profile => profile;

    /// <summary>Who an address is: the pod that owns it now (R76), a node, or somebody outside.</summary>
    public Endpoint EndpointOf(IP address)
    {
        if (cluster.FindPod(address) is { } pod) return new PodEndpoint(pod, address);
        if (cluster.FindNode(address) is { } node) return new NodeEndpoint(node.Name, address);
        return new ExternalEndpoint(address);
    }

    /// <summary>
    /// A pod as an end of a flow. <paramref name="address"/> chooses one of its addresses; null takes the first, if it has any.
    /// </summary>
    public Endpoint EndpointOf(Pod pod, IP? address = null)
    {
        ArgumentNullException.ThrowIfNull(pod);
        address ??= pod.IPs.IsEmpty ? null : pod.IPs[0];
        if (!pod.HostNetwork) return new PodEndpoint(pod, address);

        // R59: not to be told apart from its node.
        var node = pod.NodeName is null ? null : cluster.FindNode(pod.NodeName);
        return new NodeEndpoint(pod.NodeName, address ?? (node is { Addresses: [var first, ..] } ? first : null));
    }

    public FlowVerdict Evaluate(Flow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);

        // R10: each side is judged by its own policies, and both must allow.
        return new FlowVerdict(flow, Decide(Direction.Egress, flow), Decide(Direction.Ingress, flow));
    }

    private DirectionVerdict Decide(Direction direction, Flow flow)
    {
        var (subjectEnd, peer) = direction == Direction.Ingress ? (flow.Destination, flow.Source) : (flow.Source, flow.Destination);

        // R59, R72: nodes, host-network pods, finished pods and outside addresses are never subjects.
        if (subjectEnd is not PodEndpoint { Pod: { IsFinished: false } subject }) return Allowed(VerdictReason.NotASubject);

        var samePod = peer is PodEndpoint { Pod: var other } && other.Ref == subject.Ref;
        if (samePod && !flow.ViaService) return Allowed(VerdictReason.SamePod); // R52, RC30

        var ownNode = peer is NodeEndpoint { NodeName: { } nodeName } && nodeName == subject.NodeName;
        if (ownNode && direction == Direction.Ingress) return Allowed(VerdictReason.OwnNode); // R56, RC31

        var selecting = ImmutableArray.CreateBuilder<TierPolicy>();
        foreach (var tier in policies.Tiers)
        {
            var first = selecting.Count;
            selecting.AddRange(tier.Policies.Where(policy => !policy.Staged && policy.Rules(direction) is not null && Selects(policy, subject)));
            var covering = selecting.Skip(first).ToArray();
            if (covering.Length == 0) continue;

            if (tier.Isolates && samePod) return Exempt(VerdictReason.SamePod, "R55");
            if (tier.Isolates && ownNode && !profile.EnforceOwnNodeEgress) return Exempt(VerdictReason.OwnNode, "R57");

            var (decided, rule) = Ask(tier, covering, direction, peer, flow);
            if (decided is not { } verdict) continue;

            var reason = rule is null ? VerdictReason.NoRuleAllows
                : verdict == Verdict.Allow ? VerdictReason.AllowedByRule : VerdictReason.DeniedByRule;
            return new DirectionVerdict { Verdict = verdict, Reason = reason, Rule = rule, Selecting = selecting.ToImmutable() };
        }

        return new DirectionVerdict { Verdict = Verdict.Allow, Reason = VerdictReason.NotIsolated, Selecting = selecting.ToImmutable() }; // R1

        DirectionVerdict Exempt(VerdictReason reason, string choice) =>
            Allowed(reason) with { Selecting = selecting.ToImmutable(), OpenChoices = [choice] };
    }

    /// <summary>One tier's answer; null verdict: it leaves the decision to the next.</summary>
    private (Verdict? Verdict, Rule? Rule) Ask(Tier tier, TierPolicy[] covering, Direction direction, Endpoint peer, Flow flow)
    {
        Rule? allow = null;
        foreach (var policy in covering)
        {
            foreach (var rule in policy.Rules(direction)!.Value)
            {
                if (!Matches(rule, peer, flow)) continue;

                switch (rule.Action)
                {
                    case RuleAction.Deny: return (Verdict.Deny, rule); // RC4; beats every allow where order means nothing
                    case RuleAction.Allow when tier.Mode == TierMode.FirstMatch: return (Verdict.Allow, rule); // RC4
                    case RuleAction.Pass when tier.Mode == TierMode.FirstMatch: return (null, rule); // RC5: leaves the tier at once
                    case RuleAction.Allow: allow ??= rule; break;
                }
            }
        }

        if (allow is not null) return (Verdict.Allow, allow); // R5: some rule of some policy
        return (tier.Isolates ? Verdict.Deny : null, null); // R5, RC6
    }

    private bool Selects(TierPolicy policy, Pod pod) =>
        policy.Subject.Matches(pod.Labels, pod.Namespace, cluster.NamespaceLabels(pod.Namespace));

    /// <summary>R9: any peer matches and any port matches.</summary>
    public bool Matches(Rule rule, Endpoint peer, Flow flow)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(flow);

        // Null: any peer, any port. Empty: none.
        if (rule.Peers is { } peers && !peers.Any(candidate => Matches(candidate, peer))) return false;
        return rule.Ports is not { } ports || ports.Any(port => Matches(port, flow));
    }

    public bool Matches(Peer peer, Endpoint endpoint) => peer switch
    {
        // R29: selectors match pods and nothing else. R72: finished pods are no peers.
        PodPeer { Pods: var pods } => peer.Negated != (endpoint is PodEndpoint { Pod: { IsFinished: false } pod }
            && pods.Matches(pod.Labels, pod.Namespace, cluster.NamespaceLabels(pod.Namespace))),

        // R31, R33; R35: pods' addresses too, unless the profile says otherwise.
        AddressPeer block => peer.Negated != (endpoint.Address is { } address
            && block.Contains(address)
            && (profile.IPBlockMatchesPods || endpoint is not PodEndpoint)),

        // RC15: the nodes' addresses, never the pods' on them.
        NodePeer { Nodes: var nodes } => peer.Negated != (endpoint is not PodEndpoint && endpoint.Address is { } address
            && cluster.Nodes.Any(node => nodes.IsWellFormed && nodes.Matches(node.Labels) && node.Addresses.Contains(address))),

        _ => false, // R22
    };

    public static bool Matches(PortMatch port, Flow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        if (!flow.Protocol.HasPorts()) return false; // R51

        return port switch
        {
            NumberedPortMatch numbered => numbered.Protocol == flow.Protocol && numbered.Range.Contains(flow.Port), // R38–R42

            // R43, R44: on the destination pod, whatever the direction. R47: no pod, no named port.
            NamedPortMatch named => (named.Protocol is null || named.Protocol == flow.Protocol)
                && flow.Destination is PodEndpoint { Pod: var destination }
                && destination.Ports.Contains(new ContainerPort(named.Name, flow.Protocol, flow.Port)),

            _ => false,
        };
    }

    private static DirectionVerdict Allowed(VerdictReason reason) => new() { Verdict = Verdict.Allow, Reason = reason };
}
