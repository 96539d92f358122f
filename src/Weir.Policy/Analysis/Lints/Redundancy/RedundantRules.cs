using System.Collections.Immutable;
using Weir.Policy.Model;

namespace Weir.Policy.Analysis.Lints.Redundancy;

/// <summary>
/// Rules and policies that change nothing, because others of the namespace allow and isolate all that they do (R7). What is found may
/// be removed all at once: nothing counts as a reason any more once it was found itself.
/// </summary>
internal sealed class RedundantRules : Lint
{
    public static readonly LintRule Rule = new(
        "WEIR060",
        "rule-contained-in-another",
        LintSeverity.Info,
        "A rule allows nothing that another rule does not",
        "Rules only add up, so this one changes nothing. Who edits it later to close something will find it still open.",
        "Remove the rule, or narrow the other one.");

    public static readonly LintRule Policy = new(
        "WEIR061",
        "policy-contained-in-another",
        LintSeverity.Info,
        "A policy does nothing that another policy does not",
        "The other policy selects the same pods or more, isolates them in the same directions and allows all that this one does.",
        "Remove the policy, or narrow the other one.");

    public static readonly LintRule NoEffect = new(
        "WEIR062",
        "policy-without-effect",
        LintSeverity.Info,
        "A policy does nothing that other policies together do not",
        "Without it nothing would change, so it can only mislead its readers.",
        "Remove the policy, or narrow the others.");

    public override ImmutableArray<LintRule> Rules => [Rule, Policy, NoEffect];

    public override IEnumerable<LintFinding> Check(LintWorld world)
    {
        var containment = new Containment();
        foreach (var space in world.PoliciesByNamespace)
        {
            var search = new Search(containment, [.. space]);
            foreach (var finding in search.Policies()) yield return finding;
            foreach (var finding in search.Rules()) yield return finding;
        }
    }

    /// <summary>From the last to the first, so that of two equal ones the later is found.</summary>
    private sealed class Search(Containment containment, ImmutableArray<LintedPolicy> policies)
    {
        private static readonly Direction[] Directions = [Direction.Ingress, Direction.Egress];

        private readonly DirectionPart ingress = new(containment, Direction.Ingress, policies);
        private readonly DirectionPart egress = new(containment, Direction.Egress, policies);
        private readonly HashSet<LintedPolicy> gone = new(ReferenceEqualityComparer.Instance);

        public List<LintFinding> Policies()
        {
            List<LintFinding> findings = [];
            foreach (var policy in policies.Reverse())
            {
                if (Reasons(policy) is not { } reasons) continue;

                gone.Add(policy);
                foreach (var rule in policy.Rules) Part(rule.Ref.Direction).EntryOf(rule).IsGone = true;

                var all = reasons.Aggregate((ImmutableArray<LintedPolicy> left, ImmutableArray<LintedPolicy> right) => [.. left.Intersect(right)]);
                findings.Add(all is [var container, ..]
                    ? LintFinding.In(Policy, policy, "spec", $"changes nothing: {container} isolates the same pods and allows all that it allows")
                    : LintFinding.In(NoEffect, policy, "spec", $"changes nothing: {Join(reasons)} together isolate the same pods and allow all that it allows"));
            }

            return findings;
        }

        public List<LintFinding> Rules()
        {
            List<LintFinding> findings = [];
            foreach (var policy in policies.Reverse().Where(policy => !gone.Contains(policy)))
            {
                foreach (var rule in policy.Rules.Reverse())
                {
                    var part = Part(rule.Ref.Direction);
                    var entry = part.EntryOf(rule);
                    if (part.Containers(entry).FirstOrDefault() is not { } container) continue;

                    entry.IsGone = true;
                    var name = container.Policy == policy ? container.Rule.Ref.Path : $"{container.Rule.Ref.Path} of {container.Policy}";
                    findings.Add(LintFinding.In(Rule, policy, rule, "", $"changes nothing: {name} allows all that it allows"));
                }
            }

            return findings;
        }

        /// <summary>For each thing that the policy does, the others that do it too; null when it alone does one of them.</summary>
        private List<ImmutableArray<LintedPolicy>>? Reasons(LintedPolicy policy)
        {
            var deniesOnly = !policy.Rules.Any();
            List<ImmutableArray<LintedPolicy>> reasons = [];
            foreach (var direction in Directions)
            {
                if (policy.Lowered.Rules(direction) is not { } rules) continue;

                if (rules.IsEmpty)
                {
                    // A default deny says what holds before anything is allowed: that others isolate too is no reason to do without it.
                    reasons.Add([.. Part(direction).Isolators(policy).Where(other => !gone.Contains(other) && (!deniesOnly || !other.Rules.Any()))]);
                }

                foreach (var rule in rules)
                {
                    var containers = Part(direction).Containers(Part(direction).EntryOf(rule));
                    reasons.Add([.. containers.Select(entry => entry.Policy).Where(other => other != policy).Distinct()]);
                }

                if (reasons.Exists(reason => reason.IsEmpty)) return null;
            }

            return reasons.Count == 0 ? null : reasons;
        }

        private DirectionPart Part(Direction direction) => direction == Direction.Ingress ? ingress : egress;

        private static string Join(List<ImmutableArray<LintedPolicy>> reasons) =>
            string.Join(" and ", reasons.Select(reason => reason[0].ToString()).Distinct());
    }
}
