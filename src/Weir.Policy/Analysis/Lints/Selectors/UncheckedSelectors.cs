using System.Collections.Immutable;

namespace Weir.Policy.Analysis.Lints.Selectors;

/// <summary>Says once what could not be said, so that silence is not taken for a pass.</summary>
internal sealed class UncheckedSelectors : Lint
{
    public static readonly LintRule Rule = new(
        "WEIR009",
        "selectors-not-checked",
        LintSeverity.Info,
        "The input shows no pods for some namespaces with policies",
        "Whether selectors, port names and rules fit what runs there cannot be checked without pods or workloads.",
        "Lint the policies together with the workloads, or against the live cluster.");

    public override ImmutableArray<LintRule> Rules => [Rule];

    public override IEnumerable<LintFinding> Check(LintWorld world)
    {
        string[] spaces = [.. world.PoliciesByNamespace.Select(space => space.Key).Where(space => !world.KnowsPodsOf(space)).Order(StringComparer.Ordinal)];
        if (spaces.Length == 0) yield break;

        yield return new LintFinding
        {
            Rule = Rule,
            Message = $"no pods or workloads are known of {Phrase.List(spaces)}: selectors of policies there could not be checked",
        };
    }
}
