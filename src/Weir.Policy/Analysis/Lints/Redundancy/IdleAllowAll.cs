using System.Collections.Immutable;
using Weir.Policy.Model;

namespace Weir.Policy.Analysis.Lints.Redundancy;

/// <summary>A policy that allows everything to pods that nothing else isolates: the same as no policy (R1).</summary>
internal sealed class IdleAllowAll : Lint
{
    public static readonly LintRule Rule = new(
        "WEIR065",
        "allow-all-without-isolation",
        LintSeverity.Info,
        "A policy allows everything to pods that no other policy isolates",
        "Pods without any policy are open already. The policy matters only once another one isolates the same pods, and then it undoes it.",
        "Remove the policy, or say what the pods should be allowed.");

    public override ImmutableArray<LintRule> Rules => [Rule];

    public override IEnumerable<LintFinding> Check(LintWorld world) => world.Policies
        .Where(policy => !policy.Subjects.IsEmpty && IsIdle(world, policy, Direction.Ingress) && IsIdle(world, policy, Direction.Egress))
        .Select(policy => LintFinding.In(
            Rule, policy, "spec", $"allows everything, and no other policy isolates {Phrase.Pods(policy.Subjects)}: without it nothing would change"));

    private static bool IsIdle(LintWorld world, LintedPolicy policy, Direction direction)
    {
        if (policy.Lowered.Rules(direction) is not { } rules) return true;

        return rules.Any(rule => rule is { Peers: null, Ports: null })
            && policy.Subjects.All(pod => world.Isolating(pod, direction).All(other => other == policy));
    }
}
