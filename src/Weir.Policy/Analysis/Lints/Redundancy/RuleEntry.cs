using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Lints.Redundancy;

/// <summary>A rule in force and the policy that it is in.</summary>
internal sealed record RuleEntry(LintedPolicy Policy, Rule Rule)
{
    /// <summary>It was found to change nothing, so it cannot be the reason why another one does not.</summary>
    public bool IsGone { get; set; }

    public override string ToString() => Rule.Ref.ToString();
}
