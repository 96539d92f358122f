using System.Collections.Immutable;
using System.Globalization;
using Weir.Cli.Asking;
using Weir.Cli.Output;
using Weir.Policy.Analysis;
using Weir.Policy.Evaluation;
using End = Weir.Cli.Endpoints.End;

namespace Weir.Cli.Verbs.Explain;

/// <summary><c>weir explain</c> for people: one block for each answer.</summary>
internal sealed class ExplainText(StyledText text, bool all)
{
    private static readonly string[] Numbers = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    public void Write(QuestionResult result, ImmutableArray<ExplainedAnswer> parts)
    {
        for (var i = 0; i < parts.Length; i++)
        {
            if (i > 0) text.Line();
            Write(result, parts[i]);
        }

        AnswerText.WriteNotes(text, result);
    }

    private void Write(QuestionResult result, ExplainedAnswer part)
    {
        var answer = part.Answer;
        var source = result.Question.Source.Describe(answer.Sources);
        var destination = result.Question.Destination.Describe(answer.Destinations);
        text.Line($"[bold]{source} → {destination}  {AnswerText.Ports(answer, result)}[/]   {Headline(answer.Verdict)}");
        if (StandsForMany(answer, result)) text.Line($"  [dim]shown for {Shown(answer)}[/]");

        text.Line();
        var (from, to) = (result.Question.Source.Subject(answer.Sources), result.Question.Destination.Subject(answer.Destinations));
        Write(part.Explanation.Egress, from, answer.Shown.Source, answer.Shown.Flow.Source, part.Egress);
        Write(part.Explanation.Ingress, to, answer.Shown.Destination, answer.Shown.Flow.Destination, part.Ingress);
        WriteChange(part);
    }

    /// <param name="subject">All that the reason holds for.</param>
    /// <param name="shown">The one of them that the checks are about.</param>
    private void Write(DirectionExplanation explained, string subject, End shown, Endpoint end, ImmutableArray<OpenChoice> choices)
    {
        var (direction, verdict) = (explained.Direction, explained.Verdict);
        var isDenied = verdict.Verdict == Verdict.Deny;
        var reason = verdict switch
        {
            { Rule: { } decided } => ReasonText.By(decided),
            _ when isDenied => $"{Count(explained.Policies.Length)} {shown.Name}:",
            _ => ReasonText.Of(direction, verdict, subject, end),
        };
        text.Line($"  {ReasonText.Word(direction).PadRight(7)}  {AnswerText.Verdict(!isDenied, padded: true)}   {reason}");

        var rules = new RuleLines(text, direction, end is PodEndpoint { Pod.Namespace: var ns } ? ns : null);
        if (isDenied || all) rules.Write(explained, all);
        else if (verdict.Rule is { } rule) rules.WriteMatch(explained, rule);

        foreach (var choice in choices) text.Line($"                     [dim]{choice}[/]");
    }

    private void WriteChange(ExplainedAnswer part)
    {
        if (part.Answer.IsAllowed || !part.Answer.Shown.Port.IsNamed) return;

        text.Line();
        var changes = part.SmallestChange;
        if (changes.IsEmpty)
        {
            text.Line($"  no edit of a NetworkPolicy that was found allows it");
            return;
        }

        for (var i = 0; i < changes.Length; i++)
        {
            var lead = i == 0 ? "smallest change that allows it:" : "and";
            var change = changes[i];
            var place = Place(part.Explanation, change);
            if (change.Path is { } path) text.Line($"  {lead} in [bold]{change.Policy}[/]{place} add to [bold]{path}[/]");
            else text.Line($"  {lead} create [bold]{change.Policy}[/]");

            foreach (var line in change.Yaml.TrimEnd('\n').Split('\n')) text.Line($"      [green]{line}[/]");
        }
    }

    private static StyledText.Markup Headline(FlowVerdict verdict) => (verdict.Egress.Verdict, verdict.Ingress.Verdict) switch
    {
        (Verdict.Allow, Verdict.Allow) => StyledText.Part($"[green bold]ALLOWED[/]"),
        (Verdict.Deny, Verdict.Allow) => StyledText.Part($"[red bold]DENIED[/] by egress"),
        (Verdict.Allow, _) => StyledText.Part($"[red bold]DENIED[/] by ingress"),
        _ => StyledText.Part($"[red bold]DENIED[/] by egress and by ingress"),
    };

    /// <summary>The ends and ports of the heading are more than the one case that the checks are about.</summary>
    private static bool StandsForMany(Answer answer, QuestionResult result) =>
        answer.Verdict.Egress.Selecting.Length + answer.Verdict.Ingress.Selecting.Length > 0
        && (answer.Sources.Count > 1 || answer.Destinations.Count > 1
            || (result.Question.Port is null && answer.Cases.Select(one => one.Port).Distinct().Count() > 1));

    private static string Shown(Answer answer) => answer.Sources.Count > 1 || answer.Destinations.Count > 1
        ? $"{answer.Shown.Source.Name} → {answer.Shown.Destination.Name}  {answer.Shown.Port}"
        : answer.Shown.Port.ToString();

    private static string Place(Explanation explanation, PolicyChange change)
    {
        var policy = explanation.Egress.Policies.Concat(explanation.Ingress.Policies)
            .FirstOrDefault(one => one.Policy.Ref == change.Policy);
        return policy is { Policy.Source: { IsKnown: true } source } ? $" ({ReasonText.Place(source)})" : "";
    }

    private static string Count(int policies) => policies switch
    {
        1 => "one policy isolates",
        _ when policies < Numbers.Length => $"{Numbers[policies]} policies isolate",
        _ => string.Create(CultureInfo.InvariantCulture, $"{policies} policies isolate"),
    };
}
