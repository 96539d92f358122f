using Weir.Cli.Output;
using Weir.Policy.Analysis.Lints;

namespace Weir.Cli.Verbs.Lint;

/// <summary><c>weir lint</c> for people: a line for each finding, what to do below it, and a count at the end.</summary>
internal static class LintText
{
    public static void Write(StyledText text, LintRun run)
    {
        foreach (var finding in run.Findings) Write(text, finding);

        if (run.Findings.Length > 0) text.Line();
        var counts = $"{Quantity.Of(run.Count(LintSeverity.Error), "error")}, {Quantity.Of(run.Count(LintSeverity.Warning), "warning")}, {Quantity.Of(run.Count(LintSeverity.Info), "remark")}";
        text.Line($"[bold]{counts}[/] in {Quantity.Of(run.Snapshot.NetworkPolicies.Length, "policy", "policies")}");
    }

    /// <summary>The place and the words of a finding, for formats that know no fields.</summary>
    public static string Sentence(LintFinding finding)
    {
        var about = finding.About is { } named ? $"{named}: " : "";
        var field = finding.Field is { } path ? $"{path}: " : "";
        return $"{about}{field}{finding.Message}";
    }

    private static void Write(StyledText text, LintFinding finding)
    {
        var place = finding.Source.IsKnown ? $"{finding.Source}: " : "";
        text.Line($"{place}{Severity(finding.Rule.Severity)} [bold]{finding.Rule.Id}[/]: {Sentence(finding)}");
        var lines = finding.Fix.Split('\n');
        text.Line($"    [dim]fix:[/] {lines[0]}");
        foreach (var line in lines.Skip(1)) text.Line($"         {line}");
    }

    private static StyledText.Markup Severity(LintSeverity severity) => severity switch
    {
        LintSeverity.Error => StyledText.Part($"[red]error[/]"),
        LintSeverity.Warning => StyledText.Part($"[yellow]warning[/]"),
        _ => StyledText.Part($"[blue]info[/]"),
    };
}
