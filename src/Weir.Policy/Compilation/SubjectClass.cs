using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Policy.Resolution;

namespace Weir.Policy.Compilation;

/// <summary>Local pods to which the same rules apply, tier by tier, and on which ingress port names mean the same ports.</summary>
internal sealed class SubjectClass(SubjectClassId id, EquatableArray<SubjectTier> tiers)
{
    public SubjectClassId Id { get; } = id;

    public EquatableArray<SubjectTier> Tiers { get; } = tiers;

    /// <summary>Groups of pods in it. A class without any is swept at the next commit.</summary>
    public int Members { get; set; }

    /// <summary>Its rules are counted as in force.</summary>
    public bool IsInForce { get; set; }

    /// <summary>What a peer of that class may reach, or be reached on: the tiers played through with sets of ports instead of one port.</summary>
    public PortSet Allowed(PeerClass peer)
    {
        var allowed = PortSet.None;
        var undecided = PortSet.All;
        foreach (var tier in Tiers)
        {
            undecided = tier.Mode == TierMode.FirstMatch
                ? FirstMatch(tier, peer, undecided, ref allowed)
                : DenyBeatsAllow(tier, peer, undecided, ref allowed);
            if (undecided.IsEmpty) return allowed;
        }

        return allowed.Union(undecided); // RC6: what no tier decides is allowed
    }

    private static PortSet FirstMatch(SubjectTier tier, PeerClass peer, PortSet undecided, ref PortSet allowed)
    {
        var passed = PortSet.None;
        foreach (var rule in tier.Rules)
        {
            if (rule.Rule.Action == RuleAction.Log || !rule.Rule.MatchesPeer(peer)) continue;

            var taken = undecided.Intersect(rule.PortsFor(peer));
            undecided = undecided.Except(taken);
            if (rule.Rule.Action == RuleAction.Allow) allowed = allowed.Union(taken); // RC4
            if (rule.Rule.Action == RuleAction.Pass) passed = passed.Union(taken); // RC5
        }

        return tier.Isolated ? passed : undecided.Union(passed);
    }

    private static PortSet DenyBeatsAllow(SubjectTier tier, PeerClass peer, PortSet undecided, ref PortSet allowed)
    {
        var (allows, denies) = (PortSet.None, PortSet.None);
        foreach (var rule in tier.Rules)
        {
            if (!rule.Rule.MatchesPeer(peer)) continue;

            if (rule.Rule.Action == RuleAction.Allow) allows = allows.Union(rule.PortsFor(peer)); // R5
            if (rule.Rule.Action == RuleAction.Deny) denies = denies.Union(rule.PortsFor(peer));
        }

        allowed = allowed.Union(undecided.Intersect(allows).Except(denies));
        return tier.Isolated ? PortSet.None : undecided.Except(allows).Except(denies); // R5
    }
}

/// <summary>The rules of one tier that apply to a subject, in order; sorted by rule where the tier has no order.</summary>
internal sealed record SubjectTier(TierMode Mode, bool Isolated, EquatableArray<SubjectRule> Rules);

/// <summary>
/// A rule on a subject. Ingress port names are resolved on the subject beforehand (R43): <paramref name="Ports"/> is what they and
/// the numbers mean. Null: an egress rule with names, which are resolved on each peer (R44).
/// </summary>
internal readonly record struct SubjectRule(CompiledRule Rule, PortSet? Ports)
{
    public PortSet PortsFor(PeerClass peer) => Ports ?? Rule.PortsFor(peer.Key.NamedPorts.AsSpan());
}
