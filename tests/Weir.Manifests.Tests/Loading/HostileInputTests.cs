using System.Diagnostics;
using System.Text;

namespace Weir.Manifests.Tests.Loading;

/// <summary>Input that is made to cost more than it should. None of it may throw, hang or pass in silence.</summary>
public class HostileInputTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("{\"a\":")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("&a [")]
    [InlineData("!!seq [")]
    public void Deep_nesting_is_refused_at_once(string level)
    {
        var text = new StringBuilder().Insert(0, level, 100_000).ToString();
        var diagnostic = Within(Soon, text);

        Assert.Equal((DiagnosticIds.Limit, "nested deeper than 100 levels"), (diagnostic.Id, diagnostic.Message));
        Assert.Equal(("test.yaml", 1), (diagnostic.Source.File, diagnostic.Source.Line));
    }

    [Fact]
    public void Deep_nesting_by_indentation_is_refused_at_once()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 3_000; i++) text.Append(' ', i).Append("a:\n");

        Assert.Equal("nested deeper than 100 levels", Within(Soon, text.ToString()).Message);
    }

    [Fact]
    public void Nesting_up_to_the_limit_is_read()
    {
        var limits = ManifestLimits.Default with { Depth = 5 };

        Assert.Equal(DiagnosticIds.NotAnObject, Manifest.OneDiagnostic("[[[[[]]]]]", new ManifestOptions { Limits = limits }).Id);
        Assert.Equal(DiagnosticIds.Limit, Manifest.OneDiagnostic("[[[[[[]]]]]]", new ManifestOptions { Limits = limits }).Id);
    }

    [Fact]
    public void An_alias_bomb_is_refused_at_once()
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 12; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        var diagnostic = Within(Soon, text.ToString());

        Assert.Equal((DiagnosticIds.Limit, "more than 50000000 values, each alias counted as all that it stands for"), (diagnostic.Id, diagnostic.Message));
        Assert.InRange(diagnostic.Source.Line, 7, 9);
    }

    [Fact]
    public void Too_many_aliases_are_refused()
    {
        var text = $"a: &a x\nb: [{string.Join(", ", Enumerable.Repeat("*a", 10_001))}]\n";

        Assert.Equal("more than 10000 aliases", Within(Soon, text).Message);
    }

    [Fact]
    public void Too_many_values_are_refused()
    {
        var options = new ManifestOptions { Limits = ManifestLimits.Default with { Nodes = 100 } };

        Assert.Equal(DiagnosticIds.Limit, Manifest.OneDiagnostic($"a: [{string.Join(", ", Enumerable.Repeat("x", 100))}]", options).Id);
        Assert.Equal(DiagnosticIds.Limit, Manifest.OneDiagnostic($$"""{"a": [{{string.Join(", ", Enumerable.Repeat("1", 100))}}]}""", options).Id);
    }

    [Fact]
    public void Too_many_objects_are_refused_once_and_the_first_ones_load()
    {
        var options = new ManifestOptions { Limits = ManifestLimits.Default with { Objects = 3 } };
        var text = string.Join("\n---\n", Enumerable.Range(0, 10).Select(i => $"{{apiVersion: v1, kind: Pod, metadata: {{name: p{i}}}}}"));
        var result = Manifest.Load(text, options);

        Assert.Equal(3, result.Snapshot.Pods.Length);
        Assert.Equal((DiagnosticIds.Limit, 7), (Assert.Single(result.Diagnostics).Id, result.Diagnostics[0].Source.Line));
    }

    [Fact]
    public void A_file_over_its_limit_is_refused_unread()
    {
        var options = new ManifestOptions
        {
            Limits = ManifestLimits.Default with { FileBytes = 10 },
            StandardInput = new MemoryStream(new byte[11]),
        };

        Assert.Equal("larger than 10 bytes", Assert.Single(ManifestLoader.Load(["-"], options).Diagnostics).Message);
        Assert.Equal("larger than 10 bytes", Manifest.OneDiagnostic("# 11 bytes.", options).Message);
    }

    [Fact]
    public void Twenty_thousand_broken_documents_cost_little()
    {
        var text = new StringBuilder().Insert(0, "a: [\n---\n", 20_000).ToString();
        var watch = Stopwatch.StartNew();
        var result = Manifest.Load(text);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"took {watch.Elapsed}");
        Assert.Equal(20_000, result.Diagnostics.Length);
    }

    [Theory]
    [InlineData("a: \"", "x ", "\"")]
    [InlineData("a: ", "x ", "")]
    [InlineData("a: |\n ", "x\n ", "")]
    [InlineData("", "# c\n", "")]
    [InlineData("a: [", "x, ", "x]")]
    [InlineData("{", "? ", "}")]
    [InlineData("", "...\n", "")]
    [InlineData("%TAG !a! b\n", "%X y\n", "--- a")]
    public void A_long_text_of_one_thing_is_read_in_good_time(string start, string middle, string end)
    {
        var watch = Stopwatch.StartNew();
        _ = Manifest.Load(start + new StringBuilder().Insert(0, middle, 200_000) + end);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"took {watch.Elapsed}");
    }

    private static ManifestDiagnostic Within(TimeSpan limit, string text)
    {
        var watch = Stopwatch.StartNew();
        var diagnostic = Manifest.OneDiagnostic(text);

        Assert.True(watch.Elapsed < limit, $"took {watch.Elapsed}");
        return diagnostic;
    }
}
