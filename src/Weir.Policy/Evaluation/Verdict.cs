using System.Collections.Immutable;
using Weir.Policy.Resolution;

namespace Weir.Policy.Evaluation;

/// <summary>The zero value denies.</summary>
public enum Verdict
{
    Deny = 0,
    Allow,
}

/// <summary>Both directions of one flow; both must allow (R10).</summary>
public sealed record FlowVerdict(Flow Flow, DirectionVerdict Egress, DirectionVerdict Ingress)
{
    public bool IsAllowed => Egress.Verdict == Verdict.Allow && Ingress.Verdict == Verdict.Allow;
}

/// <summary>What one direction says, and why.</summary>
public sealed record DirectionVerdict
{
    public Verdict Verdict { get; init; }

    public VerdictReason Reason { get; init; }

    /// <summary>The rule that decided; null where none did.</summary>
    public Rule? Rule { get; init; }

    /// <summary>The policies that select the subject in this direction, in tier order.</summary>
    public ImmutableArray<TierPolicy> Selecting { get; init; } = [];

    /// <summary>Rule numbers of the choices that the standard leaves open and that this verdict depends on (R35, R55, R57, R59 …).</summary>
    public ImmutableArray<string> OpenChoices { get; init; } = [];
}

public enum VerdictReason
{
    /// <summary>A policy isolates the subject and no rule allows the flow (R5).</summary>
    NoRuleAllows = 0,

    /// <summary>A rule denies.</summary>
    DeniedByRule,

    /// <summary>A rule allows.</summary>
    AllowedByRule,

    /// <summary>No policy decides, so the flow is allowed (R1, RC6).</summary>
    NotIsolated,

    /// <summary>The subject is no pod that policies apply to: an outside address, a node, a host-network pod (R59).</summary>
    NotASubject,

    /// <summary>A pod always reaches itself (R52), or reaches itself through a Service (R55).</summary>
    SamePod,

    /// <summary>A pod's own node always reaches it (R56), and by default it its node (R57).</summary>
    OwnNode,
}
