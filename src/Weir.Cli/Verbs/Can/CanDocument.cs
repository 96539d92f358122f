using System.Collections.Immutable;
using Weir.Cli.Asking;
using Weir.Cli.Input;
using Weir.Cli.Output;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;

namespace Weir.Cli.Verbs.Can;

/// <summary><c>weir can -o json</c>. Egress and ingress are those of the answer that stands for all: the first that denies.</summary>
/// <param name="Port">As asked for; null: every port.</param>
/// <param name="AllowedPorts">Of the ports asked about, those that are allowed between all ends.</param>
internal sealed record CanDocument(
    string Schema,
    string Src,
    string Dst,
    string? Port,
    string Verdict,
    CanDirection Egress,
    CanDirection Ingress,
    IReadOnlyList<PortsJson> AllowedPorts,
    IReadOnlyList<CanPart> Parts,
    IReadOnlyList<string> Notes,
    IReadOnlyList<SkippedJson> Skipped)
{
    public static CanDocument Of(QuestionResult result, LoadedInput input)
    {
        ImmutableArray<CanPart> parts = [.. result.Answers.Select(answer => CanPart.Of(answer, input.Evaluator))];
        var deciding = parts[result.Answers.IndexOf(result.Deciding)];
        return new CanDocument(
            "weir.dev/can/v1",
            result.Question.Source.Text,
            result.Question.Destination.Text,
            result.Question.PortAsText,
            VerdictWord.Of(result.IsAllowed),
            deciding.Egress,
            deciding.Ingress,
            PortsJson.Of(result.AllowedPorts),
            parts,
            result.Notes,
            SkippedJson.Of(input.Skipped));
    }
}

/// <summary>Ends and ports that get one answer.</summary>
internal sealed record CanPart(
    IReadOnlyList<string> Src,
    IReadOnlyList<string> Dst,
    IReadOnlyList<PortsJson> Ports,
    string Verdict,
    CanDirection Egress,
    CanDirection Ingress)
{
    public static CanPart Of(Answer answer, PolicyEvaluator evaluator) => new(
        [.. answer.Sources.Select(end => end.Name)],
        [.. answer.Destinations.Select(end => end.Name)],
        PortsJson.Of(answer.Ports),
        VerdictWord.Of(answer.IsAllowed),
        CanDirection.Of(Direction.Egress, answer, evaluator),
        CanDirection.Of(Direction.Ingress, answer, evaluator));
}

/// <param name="Rule">The rule that decided; null where none did.</param>
/// <param name="Selecting">The policies that select the subject in this direction.</param>
/// <param name="OpenChoices">Rule numbers of the choices that the standard leaves open and that this verdict depends on.</param>
internal sealed record CanDirection(
    string Verdict, string Reason, string Text, RuleJson? Rule, IReadOnlyList<PolicyJson> Selecting, IReadOnlyList<string> OpenChoices)
{
    public static CanDirection Of(Direction direction, Answer answer, PolicyEvaluator evaluator)
    {
        var flow = answer.Shown.Flow;
        var (verdict, subject, end) = direction == Direction.Egress
            ? (answer.Verdict.Egress, answer.Shown.Source, flow.Source)
            : (answer.Verdict.Ingress, answer.Shown.Destination, flow.Destination);
        return new CanDirection(
            VerdictWord.Of(verdict.Verdict == Policy.Evaluation.Verdict.Allow),
            VerdictWord.Of(verdict.Reason),
            ReasonText.Of(direction, verdict, subject.Name, end),
            verdict.Rule is { } rule ? RuleJson.Of(rule.Ref) : null,
            [.. verdict.Selecting.Select(PolicyJson.Of)],
            [.. OpenChoice.Of(evaluator, flow, direction, verdict).Select(choice => choice.Rule)]);
    }
}
