using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Weir.Testing;
using YamlDotNet.RepresentationModel;

namespace Weir.Cli.Tests.Verbs;

public sealed partial class TestVerbTests : IDisposable
{
    private const string Hostile = "# SKIP \\ <&\">]]>\nnot ok 7 - x\r\u2028ok 8\e[31m\ufffe\u202e 🦉";

    private const string Broken = """

        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: broken}
        spec: {podselector: {}}
        """;

    private static readonly string Rows = Path.Combine(Repository.Root, "tests", "Weir.Cli.Tests", "cases", "test-rows", "input", "rows.yaml");
    private static readonly string Shop = Path.Combine(Repository.Root, "examples", "shop");

    private readonly string folder = Directory.CreateTempSubdirectory("weir-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_shop_does_what_its_tests_say()
    {
        var run = Run.Of($"test {Shop}/tests.yaml");

        Assert.Equal((ExitCode.Yes, ""), (run.Exit, run.Error));
        Assert.EndsWith("\n12 passed, 0 failed, 0 not evaluated\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_test_of_the_known_bug_fails_once_it_is_mended()
    {
        var policies = File.ReadAllText(Path.Combine(Shop, "policies.yaml")).Replace("{team: monitoring}", "{team: sre}", StringComparison.Ordinal);
        foreach (var file in (string[])["namespaces.yaml", "workloads.yaml", "tests.yaml"]) File.Copy(Path.Combine(Shop, file), Path.Combine(folder, file));
        Write("policies.yaml", policies);

        var run = Run.Of($"test {folder}/tests.yaml");

        Assert.Equal(ExitCode.No, run.Exit);
        var failed = Assert.Single(run.Out.Split('\n'), line => line.StartsWith('✗'));
        Assert.Contains("known bug", failed, StringComparison.Ordinal);
    }

    /// <summary>Whichever row is turned round, it fails, it alone, and it is explained.</summary>
    [Fact]
    public void Every_row_of_the_shop_can_fail()
    {
        var lines = File.ReadAllLines(Path.Combine(Shop, "tests.yaml"));
        var rows = lines.Index().Where(line => line.Item.Contains("expect: ", StringComparison.Ordinal)).Select(line => line.Index).ToList();
        Assert.Equal(12, rows.Count);
        foreach (var (number, at) in rows.Index())
        {
            string[] turned = [.. lines];
            turned[at] = lines[at].EndsWith("allow", StringComparison.Ordinal) ? "    expect: deny" : "    expect: allow";
            turned[1] = $"manifests: [{Shop}]";

            var run = Run.Of($"test {Write("turned.yaml", string.Join('\n', turned))} -o json");

            Assert.Equal(ExitCode.No, run.Exit);
            using var document = JsonDocument.Parse(run.Out);
            foreach (var (index, test) in document.RootElement.GetProperty("tests").EnumerateArray().Index())
            {
                Assert.Equal(index == number ? "failed" : "passed", test.GetProperty("outcome").GetString());
                if (index == number) Assert.NotEqual(0, test.GetProperty("failures")[0].GetProperty("parts").GetArrayLength());
            }
        }
    }

    [Fact]
    public void The_example_of_the_documentation_gives_the_output_that_it_shows()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "test-spec.md"));
        var (spec, output) = (Block(page, "```yaml\n"), Block(page, "```\n$ weir test tests.yaml\n"));
        var path = Write("tests.yaml", spec.Replace("examples/shop", Shop, StringComparison.Ordinal));

        var run = Run.Of($"test {path}");

        Assert.Equal((ExitCode.No, ""), (run.Exit, run.Error));
        Assert.Equal(output, run.Out.Replace($"{folder}/", "", StringComparison.Ordinal).Replace(Shop, "examples/shop", StringComparison.Ordinal));
    }

    [Fact]
    public void JUnit_counts_what_it_holds()
    {
        var root = JUnit(Run.Of($"test {Rows} -o junit"));

        Assert.Equal("testsuites", root.Name);
        var suite = Assert.Single(root.Elements("testsuite"));
        foreach (var (attribute, element) in new[] { ("tests", "testcase"), ("failures", "failure"), ("errors", "error") })
        {
            Assert.Equal(suite.Descendants(element).Count(), (int)suite.Attribute(attribute)!);
            Assert.Equal((int)suite.Attribute(attribute)!, (int)root.Attribute(attribute)!);
        }

        Assert.Equal((8, 3, 3), (suite.Elements("testcase").Count(), suite.Descendants("failure").Count(), suite.Descendants("error").Count()));
        Assert.All(suite.Descendants("failure"), failure => Assert.Contains("ingress", failure.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void Tap_holds_as_many_points_as_it_plans_and_its_diagnostics_are_yaml()
    {
        var (points, diagnostics) = Tap(Run.Of($"test {Rows} -o tap"));

        Assert.Equal([2, 3], points.Index().Where(point => point.Item.StartsWith("ok", StringComparison.Ordinal)).Select(point => point.Index + 1));
        Assert.Equal(points.Count(point => point.StartsWith("not ok", StringComparison.Ordinal)), diagnostics.Count);
        Assert.All(diagnostics, diagnostic => Assert.NotEqual("", Scalar(diagnostic, "message")));
        Assert.All(diagnostics, diagnostic => Assert.Contains(Scalar(diagnostic, "severity"), (string[])["fail", "error"]));
    }

    [Fact]
    public void A_hostile_name_stays_a_name()
    {
        var spec = JsonSerializer.Serialize(new
        {
            tests = new[] { new { name = Hostile, from = "a", to = "a", expect = "deny" }, new { name = Hostile, from = Hostile, to = "a", expect = "deny" } },
        });
        var path = Write("hostile.json", spec);

        var (points, _) = Tap(Run.Of($"test {path} -f - -o tap", Pod));
        Assert.All(points, point => Assert.StartsWith("not ok", point, StringComparison.Ordinal));
        Assert.All(points, point => Assert.DoesNotMatch(UnescapedHash(), point));

        var names = JUnit(Run.Of($"test {path} -f - -o junit", Pod)).Descendants("testcase").Select(one => (string)one.Attribute("name")!);
        Assert.All(names, name => Assert.StartsWith("# SKIP \\ <&\">]]>\\u000anot ok 7", name, StringComparison.Ordinal));

        var text = Run.Of($"test {path} -f - --color always", Pod).Out;
        Assert.DoesNotContain("\e[31mok", text, StringComparison.Ordinal);
        Assert.Contains("\\u001b[31m\\ufffe\\u202e 🦉", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text.Split('\n'), line => line.StartsWith("not ok", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{from: a, to: a, expect: allow}", ExitCode.Yes)]
    [InlineData("{from: a, to: a, expect: deny}", ExitCode.No)]
    [InlineData("{from: a, to: b, expect: deny}", ExitCode.Incomplete)]
    [InlineData("{from: a, to: b, expect: allow}", ExitCode.Incomplete)]
    [InlineData("{from: a, to: b, expect: deny}, {from: a, to: a, expect: deny}", ExitCode.No)]
    [InlineData("{from: [a, b], to: a, expect: deny}", ExitCode.No)]
    [InlineData("{from: [a, b], to: a, expect: allow}", ExitCode.Incomplete)]
    [InlineData("{from: a, to: a, expect: maybe}", ExitCode.Invalid)]
    public void The_exit_code_says_how_the_worst_row_did(string rows, int exit)
    {
        var path = Write("tests.yaml", $"tests: [{rows}]");
        foreach (var format in (string[])["text", "json", "junit", "tap"]) Assert.Equal(exit, Run.Of($"test {path} -f - -o {format}", Pod).Exit);
    }

    [Fact]
    public void No_report_is_green_when_a_policy_was_skipped()
    {
        var path = Write("tests.yaml", "tests: [{from: a, to: a, expect: allow}]");

        Assert.Equal(ExitCode.Incomplete, Run.Of($"test {path} -f -", Pod + Broken).Exit);
        Assert.Single(JUnit(Run.Of($"test {path} -f - -o junit", Pod + Broken)).Descendants("error"));
        Assert.Single(Tap(Run.Of($"test {path} -f - -o tap", Pod + Broken)).Points, point => point.StartsWith("not ok", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_many_wrong_connections_the_first_are_explained_and_the_others_named()
    {
        var sources = string.Join(", ", Enumerable.Range(1, 5).Select(number => $"10.0.0.{number}"));
        var path = Write("tests.yaml", $"tests: [{{from: [{sources}], to: a, ports: 80, expect: deny}}]");

        var run = Run.Of($"test {path} -f -", Pod);

        Assert.Contains("5 of 5 connections: expected deny, found allow", run.Out, StringComparison.Ordinal);
        Assert.Equal(3, run.Out.Split("ALLOWED").Length - 1);
        Assert.Contains("and also: 10.0.0.4 → default/a  tcp/80, 10.0.0.5 → default/a  tcp/80", run.Out, StringComparison.Ordinal);
    }

    private const string Pod = """
        apiVersion: v1
        kind: Pod
        metadata: {name: a}
        spec: {containers: [{name: c, image: i}]}
        """;

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static string Block(string page, string opening)
    {
        var start = page.IndexOf(opening, StringComparison.Ordinal) + opening.Length;
        return page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
    }

    private static XElement JUnit(Run run)
    {
        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n", run.Out, StringComparison.Ordinal);
        return XDocument.Parse(run.Out).Root!;
    }

    /// <summary>The lines of a stream that say "ok" or "not ok", and the YAML below them.</summary>
    private static (List<string> Points, List<YamlMappingNode> Diagnostics) Tap(Run run)
    {
        var lines = run.Out.TrimEnd('\n').Split('\n');
        Assert.Equal("TAP version 14", lines[0]);
        List<string> points = [];
        List<YamlMappingNode> diagnostics = [];
        List<string>? yaml = null;
        foreach (var line in lines.Skip(2))
        {
            if (yaml is not null && line != "  ...")
            {
                yaml.Add(line.Length == 0 ? "" : line[2..]);
                Assert.True(line.Length == 0 || line.StartsWith("  ", StringComparison.Ordinal));
            }
            else if (yaml is not null)
            {
                var stream = new YamlStream();
                stream.Load(new StringReader(string.Join('\n', yaml)));
                diagnostics.Add(Assert.IsType<YamlMappingNode>(Assert.Single(stream.Documents).RootNode));
                yaml = null;
            }
            else if (line == "  ---")
            {
                yaml = [];
            }
            else
            {
                points.Add(line);
                Assert.Matches(string.Create(CultureInfo.InvariantCulture, $"^(not )?ok {points.Count} - ."), line);
            }
        }

        Assert.Null(yaml);
        Assert.Equal($"1..{points.Count}", lines[1]);
        return (points, diagnostics);
    }

    private static string Scalar(YamlMappingNode mapping, string key) => Assert.IsType<YamlScalarNode>(mapping.Children[new YamlScalarNode(key)]).Value!;

    [GeneratedRegex(@"(?<!\\)(\\\\)*#")]
    private static partial Regex UnescapedHash();
}
