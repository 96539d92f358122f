using System.Text.Encodings.Web;
using System.Text.Json;
using Weir.Cli.Output;
using Weir.Policy.Model;

namespace Weir.Cli.Verbs.Test;

/// <summary>
/// The Test Anything Protocol, version 14: a test point for each row, and one for each part of the manifests that was skipped. What went
/// wrong stands below a point as YAML.
/// </summary>
internal static class TestTap
{
    public static void Write(TextWriter writer, TestRun run)
    {
        var skipped = run.Input.Skipped.ToList();
        writer.WriteLine("TAP version 14");
        writer.WriteLine($"1..{run.Rows.Length + skipped.Count}");

        var number = 0;
        foreach (var row in run.Rows)
        {
            WritePoint(writer, row.Outcome == RowOutcome.Passed, ++number, row.Name);
            if (row.Outcome == RowOutcome.Passed) continue;

            var severity = row.Outcome == RowOutcome.Failed ? "fail" : "error";
            WriteYaml(writer, FailureText.Summary(row), severity, row.Row.Source, StyledText.Lines(text => FailureText.Write(text, row, run.Evaluator)));
        }

        foreach (var diagnostic in skipped)
        {
            WritePoint(writer, false, ++number, $"manifests: {diagnostic.About?.ToString() ?? diagnostic.Source.ToString()}");
            WriteYaml(writer, diagnostic.Message, "error", diagnostic.Source, [ControlCharacters.Escape(diagnostic.ToString())]);
        }
    }

    /// <summary>A bare # would begin a directive: with "# SKIP" in its name a failed row would count as skipped.</summary>
    private static void WritePoint(TextWriter writer, bool isOk, int number, string name)
    {
        var description = ControlCharacters.Escape(name).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("#", "\\#", StringComparison.Ordinal);
        writer.WriteLine($"{(isOk ? "ok" : "not ok")} {number} - {description}");
    }

    private static void WriteYaml(TextWriter writer, string message, string severity, Source source, IReadOnlyList<string> explanation)
    {
        writer.WriteLine("  ---");
        writer.WriteLine($"  message: {Quoted(message)}");
        writer.WriteLine($"  severity: {severity}");
        if (source.IsKnown)
        {
            writer.WriteLine("  at:");
            writer.WriteLine($"    file: {Quoted(source.File!)}");
            if (source.Line > 0) writer.WriteLine($"    line: {source.Line}");
        }

        // The digit says how far the lines are indented, whatever the first of them begins with.
        writer.WriteLine("  explanation: |2");
        foreach (var line in explanation) writer.WriteLine(line.Length == 0 ? "" : $"    {line}");
        writer.WriteLine("  ...");
    }

    /// <summary>A JSON string is a YAML string.</summary>
    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(ControlCharacters.Escape(text), JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
