using Weir.Cli.Asking;
using Weir.Cli.Output;
using Weir.Policy.Ports;

namespace Weir.Cli.Verbs;

/// <summary>What the texts of several verbs say alike about an answer.</summary>
internal static class AnswerText
{
    public static StyledText.Markup Verdict(bool isAllowed, bool padded = false) => (isAllowed, padded) switch
    {
        (true, _) => StyledText.Part($"[green]allowed[/]"),
        (false, true) => StyledText.Part($"[red]denied [/]"),
        (false, false) => StyledText.Part($"[red]denied[/]"),
    };

    /// <summary>The ports that the whole question is about.</summary>
    public static string Ports(QuestionResult result)
    {
        if (result.Question.Port is { Name: null } && result.Question.Destination.Service is null) return result.Question.PortAsText!;

        var ports = result.Answers.SelectMany(answer => answer.Cases).Select(one => one.Port).Distinct().ToList();
        return result.Question.Port is null && result.Question.Destination.Service is null ? "every port" : string.Join(", ", ports);
    }

    /// <summary>What tells this answer from the others: its ends where they differ, and its ports where they do.</summary>
    public static string Name(Answer answer, QuestionResult result)
    {
        var (source, destination) = (result.Question.Source, result.Question.Destination);
        var ends = source.Ends.Length == 1 && destination.Ends.Length == 1
            ? ""
            : $"{source.Describe(answer.Sources)} → {destination.Describe(answer.Destinations)}";
        var ports = Ports(answer, result);
        return ends.Length == 0 ? ports : result.Question.Port is null ? $"{ends}  {ports}" : ends;
    }

    /// <summary>The ports of one answer, and the address family where the other has another answer.</summary>
    public static string Ports(Answer answer, QuestionResult result)
    {
        var isSplit = result.Answers.Any(other => HasEndsOf(other, answer) && !other.Families.SequenceEqual(answer.Families));
        return isSplit ? $"{PortsAlone(answer, result)} over {string.Join(" and ", answer.Families)}" : PortsAlone(answer, result);
    }

    public static void WriteNotes(StyledText text, QuestionResult result)
    {
        if (!result.Notes.IsEmpty) text.Line();
        foreach (var note in result.Notes) text.Line($"  [dim]note: {note}[/]");
    }

    private static bool HasEndsOf(Answer one, Answer other) =>
        one.Sources.SequenceEqual(other.Sources) && one.Destinations.SequenceEqual(other.Destinations);

    /// <summary>Those with names first, then the others as a set.</summary>
    private static string PortsAlone(Answer answer, QuestionResult result)
    {
        if (result.Question.Port is { Name: null } && result.Question.Destination.Service is null) return result.Question.PortAsText!;

        var set = answer.Ports;
        if (set.IsAll) return "every port";

        var before = result.Answers.TakeWhile(other => other != answer)
            .Where(other => HasEndsOf(other, answer))
            .Aggregate(PortSet.None, (all, other) => all.Union(other.Ports));
        if (!before.IsEmpty && before.Union(set).IsAll && before.Intersect(set).IsEmpty) return "any other port";

        var named = answer.Cases.Select(one => one.Port).Where(port => port.IsNamed).Distinct().ToList();
        var rest = named.Aggregate(set, (left, port) => left.Except(port.Set));
        return string.Join(", ", [.. named.Select(port => port.ToString()), .. rest.IsEmpty ? Array.Empty<string>() : [PortText.Of(rest)]]);
    }
}
