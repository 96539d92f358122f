using System.Collections.Immutable;
using Weir.Policy.Model;

namespace Weir.Policy.Analysis.Lints.Texts;

internal sealed class InertRules : Lint
{
    public static readonly LintRule Rule = new(
        "WEIR031",
        "rules-of-unlisted-type",
        LintSeverity.Warning,
        "A policy has rules for a direction that its policyTypes do not list",
        "Such rules do nothing: the pods are not isolated in that direction, or only by other policies, which do not see these rules.",
        "Add the direction to policyTypes, or remove the rules.");

    public override ImmutableArray<LintRule> Rules => [Rule];

    public override IEnumerable<LintFinding> Check(LintWorld world)
    {
        foreach (var policy in world.Policies)
        {
            if (Finding(policy, "Ingress", "ingress", policy.Text.Ingress) is { } ingress) yield return ingress;
            if (Finding(policy, "Egress", "egress", policy.Text.Egress) is { } egress) yield return egress;
        }
    }

    private static LintFinding? Finding(LintedPolicy policy, string type, string field, EquatableArray<NetworkPolicyRule> rules)
    {
        if (rules.IsEmpty || policy.Text.PolicyTypes.Contains(type)) return null;

        var finding = LintFinding.In(
            Rule,
            policy,
            $"spec.{field}",
            $"policyTypes lists {string.Join(", ", policy.Text.PolicyTypes)} only, so these rules do nothing",
            $"Add {type} to policyTypes, or remove {field}.");
        return rules[0].Source.IsKnown ? finding with { Source = rules[0].Source } : finding;
    }
}
