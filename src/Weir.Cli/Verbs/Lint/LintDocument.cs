using Weir.Cli.Output;
using Weir.Policy.Analysis.Lints;

namespace Weir.Cli.Verbs.Lint;

/// <summary><c>weir lint -o json</c>.</summary>
internal sealed record LintDocument(string Schema, IReadOnlyList<FindingJson> Findings, LintCounts Counts, IReadOnlyList<SkippedJson> Skipped)
{
    public static LintDocument Of(LintRun run) => new(
        "weir.dev/lint/v1",
        [.. run.Findings.Select(FindingJson.Of)],
        new LintCounts(run.Count(LintSeverity.Error), run.Count(LintSeverity.Warning), run.Count(LintSeverity.Info), run.Snapshot.NetworkPolicies.Length),
        SkippedJson.Of(run.Skipped));
}

/// <param name="Policies">How many policies were looked at.</param>
internal sealed record LintCounts(int Error, int Warning, int Info, int Policies);

/// <param name="Severity">error, warning or info.</param>
/// <param name="Object"><c>NetworkPolicy shop/db</c>; null: the input as a whole.</param>
internal sealed record FindingJson(
    string Id, string Name, string Severity, string? Object, string? Field, string Message, string Fix, string? File, int? Line, int? Column)
{
    public static FindingJson Of(LintFinding finding) => new(
        finding.Rule.Id,
        finding.Rule.Name,
        finding.Rule.Severity.ToString().ToLowerInvariant(),
        finding.About?.ToString(),
        finding.Field,
        finding.Message,
        finding.Fix,
        finding.Source.File,
        PolicyJson.LineOf(finding.Source),
        finding.Source.Column == 0 ? null : finding.Source.Column);
}
