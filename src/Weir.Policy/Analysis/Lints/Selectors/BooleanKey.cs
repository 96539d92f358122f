using System.Collections.Immutable;
using Weir.Policy.Model;

namespace Weir.Policy.Analysis.Lints.Selectors;

internal sealed class BooleanKey : Lint
{
    public static readonly LintRule Rule = new(
        "WEIR035",
        "boolean-label-key",
        LintSeverity.Warning,
        "A selector asks for the label key \"true\" or \"false\"",
        "YAML reads an unquoted on, off, yes, no, y or n as a boolean, and as a key it becomes \"true\" or \"false\".",
        "Put the key in quotes.");

    public override ImmutableArray<LintRule> Rules => [Rule];

    public override IEnumerable<LintFinding> Check(LintWorld world)
    {
        foreach (var policy in world.Policies)
        {
            if (BooleanKeyOf(policy.Text.PodSelector) is { } key) yield return LintFinding.In(Rule, policy, "spec.podSelector", Message(key));

            foreach (var rule in policy.Rules)
            {
                var peers = policy.TextOf(rule).Peers;
                for (var i = 0; i < peers.Count; i++)
                {
                    var found = BooleanKeyOf(peers[i].PodSelector) ?? BooleanKeyOf(peers[i].NamespaceSelector);
                    if (found is not null) yield return LintFinding.In(Rule, policy, rule, $"{Phrase.PeerList(rule)}[{i}]", Message(found));
                }
            }
        }
    }

    private static string? BooleanKeyOf(LabelSelector? selector) => selector?.MatchLabels
        .Select(label => label.Key)
        .Concat(selector.MatchExpressions.Select(requirement => requirement.Key))
        .FirstOrDefault(key => key is "true" or "false");

    private static string Message(string key) => $"asks for a label with the key \"{key}\"; was it an unquoted {(key == "true" ? "on, yes or y" : "off, no or n")}?";
}
