using Weir.Cli.Asking;
using Weir.Cli.Input;
using Weir.Cli.Output;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;

namespace Weir.Cli.Verbs.Can;

/// <summary><c>weir can</c> for people: yes or no, and the reason; where ends or ports differ, each answer apart.</summary>
internal static class CanText
{
    public static void Write(StyledText text, QuestionResult result, LoadedInput input)
    {
        var (source, destination) = (result.Question.Source, result.Question.Destination);
        var word = result.IsAllowed ? StyledText.Part($"[green bold]yes[/]") : StyledText.Part($"[red bold]no [/]");
        var asked = AnswerText.Ports(result);
        text.Line($"{word}  {source.Describe(source.Ends)} → {destination.Describe(destination.Ends)}  {asked}");
        if (result.Question.Port is null && !result.IsAllowed) text.Line($"     allowed: {PortText.Of(result.AllowedPorts)}");

        if (result.Answers is [var only])
        {
            WriteReasons(text, only, result, input.Evaluator, "     ");
        }
        else
        {
            foreach (var answer in result.Answers)
            {
                text.Line();
                text.Line($"  {AnswerText.Verdict(answer.IsAllowed, padded: true)}  {AnswerText.Name(answer, result)}");
                WriteReasons(text, answer, result, input.Evaluator, "           ");
            }
        }

        AnswerText.WriteNotes(text, result);
    }

    /// <summary>Of a denied answer, only what denies.</summary>
    private static void WriteReasons(StyledText text, Answer answer, QuestionResult result, PolicyEvaluator evaluator, string indent)
    {
        var (source, destination) = (result.Question.Source, result.Question.Destination);
        foreach (var (direction, verdict, subject, end) in new[]
        {
            (Direction.Egress, answer.Verdict.Egress, source.Subject(answer.Sources), answer.Shown.Flow.Source),
            (Direction.Ingress, answer.Verdict.Ingress, destination.Subject(answer.Destinations), answer.Shown.Flow.Destination),
        })
        {
            if (!answer.IsAllowed && verdict.Verdict == Verdict.Allow) continue;

            text.Line($"{indent}{ReasonText.Word(direction).PadRight(7)}  {ReasonText.Of(direction, verdict, subject, end)}");
            foreach (var choice in OpenChoice.Of(evaluator, answer.Shown.Flow, direction, verdict))
            {
                text.Line($"{indent}         [dim]{choice}[/]");
            }
        }
    }
}
