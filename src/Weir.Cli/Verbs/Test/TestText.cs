using Weir.Cli.Asking;
using Weir.Cli.Output;

namespace Weir.Cli.Verbs.Test;

/// <summary><c>weir test</c> for people: a line for each row, the explanation of each that did not pass, and the sum.</summary>
internal static class TestText
{
    private const string Indent = "    ";

    public static void Write(StyledText text, TestRun run)
    {
        var isOfMany = run.Rows.DistinctBy(row => row.File).Skip(1).Any();
        var (file, wasPassed) = ("", false);
        HashSet<string> said = [];
        foreach (var row in run.Rows)
        {
            if (isOfMany && row.File != file)
            {
                if (file.Length > 0 && wasPassed) text.Line();
                text.Line($"[bold]{row.File}[/]");
            }

            (file, wasPassed) = (row.File, row.Outcome == RowOutcome.Passed);

            text.Line($"{Mark(row.Outcome)} {row.Name}{Place(row)}");
            if (wasPassed)
            {
                // Each note once, where it first matters. An explanation brings its own.
                foreach (var note in row.Notes.Where(said.Add)) text.Line($"{Indent}[dim]note: {note}[/]");
                continue;
            }

            text.Line();
            text.Indented(Indent, inner => FailureText.Write(inner, row, run.Evaluator));
            text.Line();
        }

        if (wasPassed) text.Line();
        text.Line($"{run.Passed} passed, {Sum(run.Failed, "failed", "red")}, {Sum(run.NotEvaluated, "not evaluated", "yellow")}");
    }

    private static StyledText.Markup Mark(RowOutcome outcome) => outcome switch
    {
        RowOutcome.Passed => StyledText.Part($"[green]✓[/]"),
        RowOutcome.Failed => StyledText.Part($"[red]✗[/]"),
        _ => StyledText.Part($"[yellow]?[/]"),
    };

    private static StyledText.Markup Place(RowResult row) =>
        row.Outcome == RowOutcome.Passed ? StyledText.Part($"") : StyledText.Part($"   [dim]{ReasonText.Place(row.Row.Source)}[/]");

    private static StyledText.Markup Sum(int count, string what, string color) => (count, color) switch
    {
        (0, _) => StyledText.Part($"{count} {what}"),
        (_, "red") => StyledText.Part($"[red]{count} {what}[/]"),
        _ => StyledText.Part($"[yellow]{count} {what}[/]"),
    };
}
