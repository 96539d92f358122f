using System.Globalization;
using System.Xml;
using Weir.Cli.Output;
using Weir.Manifests;

namespace Weir.Cli.Verbs.Test;

/// <summary>
/// JUnit's XML, as CI servers read it: a suite for each spec and a case for each row. A row that could not be evaluated is an error, and
/// so is each part of the manifests that was skipped: no report is green whose run was not.
/// </summary>
internal static class TestJUnit
{
    public static void Write(TextWriter writer, TestRun run)
    {
        // The writer's own declaration would name the encoding of strings in memory.
        writer.WriteLine("""<?xml version="1.0" encoding="utf-8"?>""");
        var settings = new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true, CloseOutput = false };
        using (var xml = XmlWriter.Create(writer, settings))
        {
            var skipped = run.Input.Skipped.ToList();
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", "weir test");
            WriteCounts(xml, run.Rows.Length + skipped.Count, run.Failed, run.NotEvaluated + skipped.Count);
            foreach (var suite in run.Rows.GroupBy(row => row.File)) WriteSuite(xml, suite.Key, [.. suite], run);
            if (skipped.Count > 0) WriteSkipped(xml, skipped);
            xml.WriteEndElement();
        }

        writer.WriteLine();
    }

    private static void WriteSuite(XmlWriter xml, string file, RowResult[] rows, TestRun run)
    {
        WriteStart(
            xml, file, rows.Length, rows.Count(row => row.Outcome == RowOutcome.Failed), rows.Count(row => row.Outcome == RowOutcome.NotEvaluated));
        foreach (var row in rows)
        {
            WriteCase(xml, file, row.Name);
            if (row.Outcome != RowOutcome.Passed)
            {
                var (element, type) = row.Outcome == RowOutcome.Failed ? ("failure", "verdict") : ("error", "not-evaluated");
                WriteDetail(xml, element, type, FailureText.Summary(row), StyledText.Lines(text => FailureText.Write(text, row, run.Evaluator)));
            }
            else if (!row.Notes.IsEmpty)
            {
                xml.WriteElementString("system-out", string.Join('\n', row.Notes.Select(ControlCharacters.Escape)));
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteSkipped(XmlWriter xml, List<ManifestDiagnostic> skipped)
    {
        WriteStart(xml, "manifests", skipped.Count, failures: 0, errors: skipped.Count);
        foreach (var diagnostic in skipped)
        {
            WriteCase(xml, "manifests", diagnostic.About?.ToString() ?? diagnostic.Source.ToString());
            WriteDetail(xml, "error", "skipped", diagnostic.Message, [ControlCharacters.Escape(diagnostic.ToString())]);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteStart(XmlWriter xml, string name, int tests, int failures, int errors)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", ControlCharacters.Escape(name));
        WriteCounts(xml, tests, failures, errors);
        xml.WriteAttributeString("skipped", "0");
    }

    private static void WriteCounts(XmlWriter xml, int tests, int failures, int errors)
    {
        xml.WriteAttributeString("tests", Number(tests));
        xml.WriteAttributeString("failures", Number(failures));
        xml.WriteAttributeString("errors", Number(errors));
    }

    private static void WriteCase(XmlWriter xml, string suite, string name)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", ControlCharacters.Escape(suite));
        xml.WriteAttributeString("name", ControlCharacters.Escape(name));
    }

    /// <param name="lines">Escaped already.</param>
    private static void WriteDetail(XmlWriter xml, string element, string type, string message, IReadOnlyList<string> lines)
    {
        xml.WriteStartElement(element);
        xml.WriteAttributeString("type", type);
        xml.WriteAttributeString("message", ControlCharacters.Escape(message));
        xml.WriteString(string.Join('\n', lines));
        xml.WriteEndElement();
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
