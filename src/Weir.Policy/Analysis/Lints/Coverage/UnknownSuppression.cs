using System.Collections.Immutable;
using Weir.Policy.Model;

namespace Weir.Policy.Analysis.Lints.Coverage;

internal sealed class UnknownSuppression : Lint
{
    public static readonly LintRule Rule = new(
        "WEIR090",
        "unknown-lint",
        LintSeverity.Error,
        "The annotation weir.dev/ignore names a lint that does not exist",
        "A misspelt id hides nothing, or hides something else later.",
        "Correct the id; all ids are in docs/lints.md.");

    public override ImmutableArray<LintRule> Rules => [Rule];

    public override IEnumerable<LintFinding> Check(LintWorld world)
    {
        foreach (var policy in world.Policies)
        {
            foreach (var id in LintSuppressions.IdsOf(policy.Text))
            {
                if (id == "all" || LintCatalogue.Find(id) is not null) continue;

                var near = Spelling.Nearest(id, LintCatalogue.Rules.Select(rule => rule.Id));
                yield return LintFinding.In(
                    Rule, policy, "metadata.annotations", $"{LintSuppressions.Annotation}: \"{id}\" is no lint{(near is null ? "" : $"; did you mean {near}?")}");
            }
        }
    }
}
