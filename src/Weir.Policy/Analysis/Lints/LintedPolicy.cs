using System.Collections.Immutable;
using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Lints;

/// <summary>A policy as it is stored, as it is lowered, and whom it selects.</summary>
internal sealed record LintedPolicy(NetworkPolicy Text, TierPolicy Lowered, ImmutableArray<Pod> Selected)
{
    /// <summary>Those of the selected pods that policies apply to (R59, R72).</summary>
    public ImmutableArray<Pod> Subjects { get; } = Selected.RemoveAll(pod => !AddressOwnership.CanOwn(pod));

    /// <summary>The rules in force, of both directions.</summary>
    public IEnumerable<Rule> Rules => [.. Lowered.Ingress ?? [], .. Lowered.Egress ?? []];

    public NetworkPolicyRule TextOf(Rule rule) => (rule.Ref.Direction == Direction.Ingress ? Text.Ingress : Text.Egress)[rule.Ref.Index];

    public override string ToString() => Text.ToString();
}
