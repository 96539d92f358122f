using System.Collections.Immutable;
using Weir.Cli.Asking;
using Weir.Cli.Input;
using Weir.Cli.Output;
using Weir.Policy.Analysis;
using Weir.Policy.Model;

namespace Weir.Cli.Verbs.Explain;

/// <summary><c>weir explain -o json</c>.</summary>
/// <param name="Port">As asked for; null: every port.</param>
/// <param name="Parts">One for each answer; together they cover all that was asked.</param>
internal sealed record ExplainDocument(
    string Schema,
    string Src,
    string Dst,
    string? Port,
    string Verdict,
    IReadOnlyList<ExplainPart> Parts,
    IReadOnlyList<string> Notes,
    IReadOnlyList<SkippedJson> Skipped)
{
    public static ExplainDocument Of(QuestionResult result, ImmutableArray<ExplainedAnswer> parts, LoadedInput input) => new(
        "weir.dev/explain/v1",
        result.Question.Source.Text,
        result.Question.Destination.Text,
        result.Question.PortAsText,
        VerdictWord.Of(result.IsAllowed),
        [.. parts.Select(ExplainPart.Of)],
        result.Notes,
        SkippedJson.Of(input.Skipped));
}

/// <summary>Ends and ports that get one answer. The checks and the change are those of <paramref name="ShownFor"/>.</summary>
internal sealed record ExplainPart(
    IReadOnlyList<string> Src,
    IReadOnlyList<string> Dst,
    IReadOnlyList<PortsJson> Ports,
    string Verdict,
    ShownJson ShownFor,
    ExplainDirection Egress,
    ExplainDirection Ingress,
    IReadOnlyList<ChangeJson> SmallestChange)
{
    public static ExplainPart Of(ExplainedAnswer part)
    {
        var (answer, shown) = (part.Answer, part.Answer.Shown);
        return new ExplainPart(
            [.. answer.Sources.Select(end => end.Name)],
            [.. answer.Destinations.Select(end => end.Name)],
            PortsJson.Of(answer.Ports),
            VerdictWord.Of(answer.IsAllowed),
            new ShownJson(shown.Source.Name, shown.Destination.Name, shown.Port.ToString()),
            ExplainDirection.Of(part, Direction.Egress),
            ExplainDirection.Of(part, Direction.Ingress),
            [.. part.SmallestChange.Select(change => new ChangeJson(change.Policy.ToString(), change.Path, change.Yaml))]);
    }
}

internal sealed record ShownJson(string Src, string Dst, string Port);

/// <param name="Rule">The rule that decided; null where none did.</param>
/// <param name="Policies">The policies that select the subject in this direction, with all their rules.</param>
internal sealed record ExplainDirection(
    string Verdict,
    string Reason,
    string Text,
    RuleJson? Rule,
    IReadOnlyList<ExplainedPolicy> Policies,
    IReadOnlyList<OpenChoiceJson> OpenChoices)
{
    public static ExplainDirection Of(ExplainedAnswer part, Direction direction)
    {
        var shown = part.Answer.Shown;
        var (explained, choices, subject, end) = direction == Direction.Egress
            ? (part.Explanation.Egress, part.Egress, shown.Source, shown.Flow.Source)
            : (part.Explanation.Ingress, part.Ingress, shown.Destination, shown.Flow.Destination);
        var verdict = explained.Verdict;
        return new ExplainDirection(
            VerdictWord.Of(verdict.Verdict == Policy.Evaluation.Verdict.Allow),
            VerdictWord.Of(verdict.Reason),
            ReasonText.Of(direction, verdict, subject.Name, end),
            verdict.Rule is { } rule ? RuleJson.Of(rule.Ref) : null,
            [.. explained.Policies.Select(ExplainedPolicy.Of)],
            [.. choices.Select(choice => new OpenChoiceJson(choice.Rule, choice.Text))]);
    }
}

internal sealed record OpenChoiceJson(string Rule, string Text);

internal sealed record ExplainedPolicy(string Policy, string? File, int? Line, IReadOnlyList<ExplainedRule> Rules)
{
    public static ExplainedPolicy Of(PolicyExplanation explained) => new(
        explained.Policy.Ref.ToString(),
        explained.Policy.Source.File,
        PolicyJson.LineOf(explained.Policy.Source),
        [.. explained.Rules.Select(ExplainedRule.Of)]);
}

/// <param name="NearMiss">Exactly one of ports and peers failed.</param>
/// <param name="Ports">Null: any port. Empty: none.</param>
/// <param name="Peers">Null: any peer. Empty: none.</param>
internal sealed record ExplainedRule(
    string Rule, string? File, int? Line, bool Matches, bool NearMiss, IReadOnlyList<CheckJson>? Ports, IReadOnlyList<CheckJson>? Peers)
{
    public static ExplainedRule Of(RuleExplanation explained) => new(
        explained.Rule.Ref.Path,
        explained.Rule.Ref.Source.File,
        PolicyJson.LineOf(explained.Rule.Ref.Source),
        explained.Matches,
        explained.IsNearMiss,
        explained.Rule.Ports is null ? null : [.. explained.Ports.Select(CheckJson.Of)],
        explained.Rule.Peers is null ? null : [.. explained.Peers.Select(CheckJson.Of)]);
}

/// <param name="Why">Empty for a check that passed.</param>
/// <param name="Failed">How many fields failed; <paramref name="Why"/> is about the first.</param>
internal sealed record CheckJson(string Asked, bool Matches, string Why, int Failed)
{
    public static CheckJson Of(Check check) => new(check.Asked, check.Matches, check.Why, check.Failed);
}

/// <param name="Path">The list to add <paramref name="Yaml"/> to; null: the YAML is a new policy.</param>
internal sealed record ChangeJson(string Policy, string? Path, string Yaml);
