using System.Globalization;
using System.Text;
using Weir.Cli.Output;
using Weir.Policy.Analysis.Lints;

namespace Weir.Cli.Verbs.Lint;

/// <summary>Workflow commands of GitHub Actions, which show findings beside the lines that they are about.</summary>
internal static class GitHubAnnotations
{
    public static void Write(TextWriter writer, LintRun run)
    {
        foreach (var finding in run.Findings)
        {
            var line = new StringBuilder("::").Append(finding.Rule.Severity switch
            {
                LintSeverity.Error => "error",
                LintSeverity.Warning => "warning",
                _ => "notice",
            });
            line.Append(" title=").Append(Property($"{finding.Rule.Id} {finding.Rule.Title}"));
            if (finding.Source is { File: { } file, Line: var number, Column: var column })
            {
                line.Append(",file=").Append(Property(file));
                if (number > 0) line.Append(CultureInfo.InvariantCulture, $",line={number},col={column}");
            }

            writer.WriteLine(line.Append("::").Append(Data($"{LintText.Sentence(finding)}\n{finding.Fix}")));
        }
    }

    private static string Data(string text) => ControlCharacters.Escape(text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal));

    private static string Property(string text) => Data(text)
        .Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);
}
