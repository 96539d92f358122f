using System.Globalization;
using System.Xml;
using Weir.Cli.Output;
using Weir.Policy.Analysis.Lints;
using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Cli.Verbs.Lint;

/// <summary>
/// JUnit's XML, as CI servers read it: a failed case for each finding that counts, and a passed one for each policy without any. Lesser
/// findings are in the output of their policy's case.
/// </summary>
internal static class JUnitReport
{
    private sealed record Case(string ClassName, string Name, LintFinding? Failure, IReadOnlyList<LintFinding> Remarks);

    public static void Write(TextWriter writer, LintRun run, LintSeverity failOn)
    {
        var failures = run.Findings.Where(finding => finding.Rule.Severity <= failOn).ToArray();
        var remarks = run.Findings.Where(finding => finding.Rule.Severity > failOn).ToArray();
        Case[] cases = [.. Passed(run, failures, remarks), .. failures.Select(Failed)];

        writer.WriteLine("""<?xml version="1.0" encoding="utf-8"?>""");
        using (var xml = XmlWriter.Create(writer, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", "weir lint");
            xml.WriteAttributeString("tests", Number(cases.Length));
            xml.WriteAttributeString("failures", Number(failures.Length));
            xml.WriteAttributeString("errors", "0");
            xml.WriteAttributeString("skipped", "0");
            foreach (var item in cases) Write(xml, item);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        writer.WriteLine();
    }

    private static IEnumerable<Case> Passed(LintRun run, LintFinding[] failures, LintFinding[] remarks)
    {
        var failed = failures.Select(finding => finding.About).ToHashSet();
        var said = remarks.ToLookup(finding => finding.About);
        HashSet<LintedObject> policies = [.. run.Snapshot.NetworkPolicies.Select(About)];
        foreach (var policy in run.Snapshot.NetworkPolicies)
        {
            var about = About(policy);
            if (!failed.Contains(about) || said[about].Any()) yield return new Case(policy.Source.File ?? "cluster", about.ToString(), null, [.. said[about]]);
        }

        foreach (var group in said.Where(group => group.Key is null || !policies.Contains(group.Key)))
        {
            yield return new Case("input", group.Key?.ToString() ?? "remarks", null, [.. group]);
        }
    }

    private static Case Failed(LintFinding finding) =>
        new(finding.Source.File ?? "input", $"{finding.About?.ToString() ?? "input"} {finding.Rule.Id} {finding.Field}".TrimEnd(), finding, []);

    private static LintedObject About(NetworkPolicy policy) => new(NetworkPolicyLowering.Kind, policy.Namespace, policy.Name);

    private static void Write(XmlWriter xml, Case item)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Escape(item.ClassName));
        xml.WriteAttributeString("name", Escape(item.Name));
        if (item.Failure is { } failure)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("type", failure.Rule.Id);
            xml.WriteAttributeString("message", Escape(failure.Message));
            xml.WriteString(Detail(failure));
            xml.WriteEndElement();
        }

        if (item.Remarks.Count > 0) xml.WriteElementString("system-out", string.Join('\n', item.Remarks.Select(Detail)));
        xml.WriteEndElement();
    }

    private static string Detail(LintFinding finding)
    {
        var place = finding.Source.IsKnown ? $"{finding.Source}: " : "";
        var lines = finding.Fix.Split('\n').Prepend($"{place}{finding.Rule.Severity.ToString().ToLowerInvariant()} {finding.Rule.Id}: {LintText.Sentence(finding)}");
        return string.Join('\n', lines.Select(Escape));
    }

    /// <summary>XML has no way to write most control characters.</summary>
    private static string Escape(string text) => ControlCharacters.Escape(text);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
