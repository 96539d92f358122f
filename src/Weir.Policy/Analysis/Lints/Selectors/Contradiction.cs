using System.Collections.Immutable;
using Weir.Policy.Analysis.Lints.Redundancy;
using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Lints.Selectors;

internal sealed class Contradiction : Lint
{
    public static readonly LintRule Rule = new(
        "WEIR005",
        "selector-contradicts-itself",
        LintSeverity.Warning,
        "A selector asks for what no labels can be",
        "All requirements of a selector must hold together. These never do, so it matches nothing.",
        "Remove one of the requirements, or write two peers where either should do.");

    public override ImmutableArray<LintRule> Rules => [Rule];

    public override IEnumerable<LintFinding> Check(LintWorld world)
    {
        foreach (var policy in world.Policies)
        {
            if (IsImpossible(policy.Text.PodSelector)) yield return LintFinding.In(Rule, policy, "spec.podSelector", Message(policy.Text.PodSelector));

            foreach (var rule in policy.Rules)
            {
                var peers = rule.Peers ?? [];
                for (var i = 0; i < peers.Count; i++)
                {
                    if (peers[i] is not PodPeer { Pods: var peer }) continue;

                    var field = $"{Phrase.PeerList(rule)}[{i}]";
                    if (IsImpossible(peer.Pods)) yield return LintFinding.In(Rule, policy, rule, $"{field}.podSelector", Message(peer.Pods));
                    if (peer.Namespaces is { } spaces && IsImpossible(spaces))
                    {
                        yield return LintFinding.In(Rule, policy, rule, $"{field}.namespaceSelector", Message(spaces));
                    }
                }
            }
        }
    }

    private static bool IsImpossible(LabelSelector selector) => selector.IsWellFormed && SelectorMeaning.Of(selector).IsImpossible;

    private static string Message(LabelSelector selector) => $"no labels can match {selector}";
}
