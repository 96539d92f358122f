using System.Globalization;
using Weir.Cli.Output;
using Weir.Lab.Enforcement;
using Weir.Lab.Planning;
using Weir.Lab.Probes;
using Weir.Policy.Addresses;

namespace Weir.Cli.Verbs.Lab;

/// <summary><c>weir lab run</c> for people: a matrix for each port and family, then the sum.</summary>
internal static class LabText
{
    private const int MostMismatches = 20;

    public static void Write(
        StyledText text, LabPlan plan, IReadOnlyList<LabAnswer> answers, TimeSpan building, TimeSpan probing)
    {
        foreach (var table in answers.GroupBy(answer => (new ProbePort(answer.Probe.Protocol, answer.Probe.Port), answer.Probe.Destination.Family)))
        {
            WriteTable(text, table.Key.Item1, table.Key.Family, [.. table]);
            text.Line();
        }

        text.Line($"[dim]allowed[/] [green]✓[/]  [dim]denied[/] [red]✗[/]  [dim]not as predicted[/] [bold red]![/]   [dim]rows connect to columns[/]");
        text.Line();
        var mismatches = answers.Where(answer => !answer.Agrees).ToArray();
        foreach (var mismatch in mismatches.Take(MostMismatches))
        {
            text.Line($"[red]mismatch[/]  {mismatch.Probe.Source.Name} → {mismatch.Destination.Name}  {new ProbePort(mismatch.Probe.Protocol, mismatch.Probe.Port)}  predicted {mismatch.Predicted}, observed {mismatch.Result.Outcome}{(mismatch.Result.Detail is { } why ? $" ({why})" : "")}");
        }

        if (mismatches.Length > MostMismatches) text.Line($"… and {mismatches.Length - MostMismatches} more");

        var outside = plan.Externals.IsEmpty ? "" : $", {Quantity.Of(plan.Externals.Length, "outside host")}";
        text.Line($"{Quantity.Of(plan.Pods.Length, "pod")} on {Quantity.Of(plan.Nodes.Length, "node")}{outside}; built in {Seconds(building)}, probed in {Seconds(probing)}");
        if (mismatches.Length == 0) text.Line($"[green]{Quantity.Of(answers.Count, "probe")}: every packet did what was predicted[/]");
        else text.Line($"[red]{Quantity.Of(answers.Count, "probe")}: {Quantity.Of(mismatches.Length, "mismatch", "mismatches")}[/]");
    }

    private static void WriteTable(StyledText text, ProbePort port, IPFamily family, IReadOnlyList<LabAnswer> answers)
    {
        string[] rows = [.. answers.Select(answer => answer.Probe.Source.Name).Distinct()];
        string[] columns = [.. answers.Select(answer => answer.Destination.Name).Distinct()];
        var cells = answers.ToDictionary(answer => (answer.Probe.Source.Name, answer.Destination.Name));
        var numbers = columns.Select((column, i) => (column, i + 1)).ToDictionary();
        var width = rows.Max(row => row.Length);
        var digits = columns.Length.ToString(CultureInfo.InvariantCulture).Length;

        text.Line($"[bold]{port}[/] [dim]{family}[/]");
        text.Line($"{new string(' ', width + digits + 4)}[dim]{string.Join(' ', columns.Select((_, i) => Number(i + 1, digits)))}[/]");
        foreach (var row in rows)
        {
            var number = numbers.TryGetValue(row, out var place) ? Number(place, digits) : new string(' ', digits);
            var line = StyledText.Part($"  [dim]{number}[/] {row.PadRight(width)}");
            foreach (var column in columns)
            {
                var sign = cells.TryGetValue((row, column), out var answer) ? Sign(answer) : StyledText.Part($" ");
                line = StyledText.Part($"{line} {new string(' ', digits - 1)}{sign}");
            }

            text.Line($"{line}");
        }
    }

    private static StyledText.Markup Sign(LabAnswer answer) => answer switch
    {
        { Agrees: false } => StyledText.Part($"[bold red]![/]"),
        { Predicted: Policy.Evaluation.Verdict.Allow } => StyledText.Part($"[green]✓[/]"),
        _ => StyledText.Part($"[red]✗[/]"),
    };

    private static string Number(int number, int digits) => number.ToString(CultureInfo.InvariantCulture).PadLeft(digits);

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");
}
