using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Weir.Manifests;
using Weir.Policy.Analysis.Lints;
using Weir.Testing;

namespace Weir.Cli.Tests.Lint;

public sealed partial class LintVerbTests
{
    private static readonly string Shop = Path.Combine(Repository.Root, "examples", "shop");

    private static readonly string Case = Path.Combine(Repository.Root, "tests", "Weir.Cli.Tests", "cases", "lint", "input");

    /// <summary>Those of reading that a text can show; the others need files.</summary>
    public static TheoryData<string> ReadingIds =>
        [.. LintCatalogue.Rules.Select(rule => rule.Id).Where(id => !Number().IsMatch(id) && id is not ("unreadable" or "empty" or "not-text" or "limit"))];

    [Fact]
    public void The_catalogue_has_every_diagnostic_of_reading() => Assert.All(
        typeof(DiagnosticIds).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!),
        id => Assert.NotNull(LintCatalogue.Find(id)));

    [Theory]
    [MemberData(nameof(ReadingIds))]
    public void The_first_example_of_the_page_fires_and_the_second_does_not(string id)
    {
        var examples = LintPage.Examples(id);
        Assert.Equal(2, examples.Length);
        var rule = LintCatalogue.Find(id)!;
        Assert.Contains((id, rule.Severity.ToString().ToLowerInvariant()), Found(examples[0]));
        Assert.DoesNotContain(id, Found(examples[1]).Select(found => found.Id));
    }

    [Fact]
    public void The_bug_of_the_shop_is_found_and_nothing_else()
    {
        var run = Run.Of(["lint", "-f", Shop]);
        Assert.Equal(ExitCode.No, run.Exit);
        Assert.Contains("prod/allow-metrics: spec.ingress[0].from[0].namespaceSelector: team=monitoring selects no namespace; did you mean team=sre?", run.Out, StringComparison.Ordinal);
        Assert.Contains("0 errors, 1 warning, 0 remarks in 8 policies", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Sarif_names_a_rule_of_its_list_and_a_place_for_every_result()
    {
        var run = Run.Of(["lint", "-f", Case, "-o", "sarif"]);
        using var document = JsonDocument.Parse(run.Out);
        var root = document.RootElement;
        Assert.Equal("2.1.0", root.GetProperty("version").GetString());
        Assert.Contains("sarif-2.1.0", root.GetProperty("$schema").GetString(), StringComparison.Ordinal);

        var sarif = root.GetProperty("runs")[0];
        var rules = sarif.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("id").GetString()).ToArray();
        Assert.Equal(LintCatalogue.Rules.Select(rule => rule.Id), rules);
        Assert.True(sarif.GetProperty("invocations")[0].GetProperty("executionSuccessful").GetBoolean());

        var results = sarif.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal(Found(Case).Select(found => found.Id), results.Select(result => result.GetProperty("ruleId").GetString()));
        foreach (var result in results)
        {
            Assert.Equal(result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()]);
            Assert.Contains(result.GetProperty("level").GetString(), (string[])["error", "warning", "note"]);
            var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
            Assert.StartsWith("file:///", place.GetProperty("artifactLocation").GetProperty("uri").GetString(), StringComparison.Ordinal);
            Assert.True(place.GetProperty("region").GetProperty("startLine").GetInt32() > 0);
        }

        // The schema has no null.
        Assert.DoesNotContain(": null", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error")]
    [InlineData("warning")]
    [InlineData("info")]
    public void Junit_counts_the_cases_that_it_has(string failOn)
    {
        var suite = XDocument.Parse(Run.Of(["lint", "-f", Case, "-o", "junit", "--fail-on", failOn]).Out).Root!.Element("testsuite")!;
        Assert.Equal((int)suite.Attribute("tests")!, suite.Elements("testcase").Count());
        Assert.Equal((int)suite.Attribute("failures")!, suite.Elements("testcase").Count(test => test.Element("failure") is not null));

        string[] severities = failOn switch { "error" => ["error"], "warning" => ["error", "warning"], _ => ["error", "warning", "info"] };
        Assert.Equal(Found(Case).Count(found => severities.Contains(found.Severity)), (int)suite.Attribute("failures")!);
    }

    [Fact]
    public void Text_from_the_input_cannot_command_github_or_break_xml()
    {
        const string Evil = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: x, annotations: {weir.dev/ignore: "WEIR1\n::error::boo\u0007<b>"}}
            """;
        Assert.Single(Run.Of("lint -f - -o github --only WEIR090", Evil).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.NotNull(XDocument.Parse(Run.Of("lint -f - -o junit", Evil).Out).Root);
        Assert.DoesNotContain("\a", Run.Of("lint -f -", Evil).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WEIR001", false)]
    [InlineData("WEIR065, WEIR001", false)]
    [InlineData("all", false)]
    [InlineData("WEIR002", true)]
    public void An_annotation_hides_the_lints_that_it_names(string ids, bool fires)
    {
        var manifest = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: x, annotations: {weir.dev/ignore: "IDS"}}
            spec: {podSelector: {matchLabels: {app: web}}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: x}
            """.Replace("IDS", ids, StringComparison.Ordinal);
        Assert.Equal(fires, Found(manifest).Any(found => found.Id == "WEIR001"));
    }

    /// <param name="input">A folder, or the manifests themselves.</param>
    private static (string Id, string Severity)[] Found(string input)
    {
        var run = Directory.Exists(input) ? Run.Of(["lint", "-f", input, "-o", "json"]) : Run.Of("lint -f - -o json", input);
        using var document = JsonDocument.Parse(run.Out);
        return
        [
            .. document.RootElement.GetProperty("findings").EnumerateArray()
                .Select(finding => (finding.GetProperty("id").GetString()!, finding.GetProperty("severity").GetString()!)),
        ];
    }

    [GeneratedRegex(@"^WEIR\d{3}$")]
    private static partial Regex Number();
}
