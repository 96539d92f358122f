using System.Collections.Immutable;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Lints.Coverage;

internal sealed class OpenPods : Lint
{
    public static readonly LintRule Rule = new(
        "WEIR070",
        "pods-not-isolated",
        LintSeverity.Warning,
        "No policy isolates some pods of a namespace that has policies",
        "Pods that no policy selects accept and send everything. In a namespace with policies they have often been forgotten.",
        "Add a policy with an empty podSelector that denies by default, or one that selects these pods.");

    public override ImmutableArray<LintRule> Rules => [Rule];

    public override IEnumerable<LintFinding> Check(LintWorld world)
    {
        foreach (var space in world.PoliciesByNamespace)
        {
            // A namespace whose policies select nobody has another problem, with a finding of its own.
            if (space.All(policy => policy.Subjects.IsEmpty)) continue;

            var open = world.PodsOf(space.Key).Where(pod => AddressOwnership.CanOwn(pod) && world.Selecting(pod).Count == 0).ToArray();
            if (open.Length == 0) continue;

            yield return new LintFinding
            {
                Rule = Rule,
                About = new LintedObject("Namespace", null, space.Key),
                Message = $"no policy selects {Phrase.Pods(open)}",
                Source = open[0].Source,
            };
        }
    }
}
