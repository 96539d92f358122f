using System.Text.Json;
using Weir.Lab;
using Weir.Testing;

namespace Weir.Cli.Tests;

/// <summary>The lab from the command line. Labs need root; what goes wrong before one is built does not.</summary>
public sealed class LabVerbTests
{
    private static readonly string Shop = Path.Combine(Repository.Root, "examples", "shop");

    [Fact]
    public void Every_probe_of_the_shop_is_in_the_document_and_agrees()
    {
        SkipUnlessUsable();
        var run = Run.Of($"lab run -f {Shop} --name {NewName()} --ports tcp/80,udp/53 --family dual --outside 203.0.113.10 -o json");

        Assert.Equal((ExitCode.Yes, ""), (run.Exit, run.Error));
        var document = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal("weir.dev/lab/v1", document.GetProperty("schema").GetString());
        Assert.Equal(0, document.GetProperty("mismatches").GetArrayLength());

        // 9 pods to 9 pods in two families, and one host with an IPv4 address only; two ports each.
        var results = document.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal(((9 * 9 * 2) + 9) * 2, results.Length);
        Assert.Equal(results.Length, document.GetProperty("probes").GetInt32());
        Assert.All(results, result => Assert.Equal(result.GetProperty("predicted").GetString(), result.GetProperty("observed").GetString()));
        Assert.Equal("allow", Observed("203.0.113.10", "prod/web", "tcp/80"));
        Assert.Equal("deny", Observed("203.0.113.10", "prod/web", "udp/53"));
        Assert.Equal("deny", Observed("dev/web", "prod/web", "tcp/80"));
        Assert.Equal("allow", Observed("acme/orders", "acme/billing", "tcp/80"));

        string? Observed(string source, string destination, string port) => results.First(result =>
            result.GetProperty("src").GetString() == source
            && result.GetProperty("dst").GetString() == destination
            && result.GetProperty("port").GetString() == port).GetProperty("observed").GetString();
    }

    [Fact]
    public void The_text_shows_a_matrix_for_each_port_and_ends_with_the_sum()
    {
        SkipUnlessUsable();
        var run = Run.Of($"lab run -f {Shop} --name {NewName()} --ports tcp/5432");

        Assert.Equal(ExitCode.Yes, run.Exit);
        Assert.Contains("2 prod/api              ✗ ✓ ✓ ✗ ✗ ✗ ✗ ✗ ✗\n", run.Out, StringComparison.Ordinal);
        Assert.EndsWith("81 probes: every packet did what was predicted\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_object_among_good_ones_is_named_and_makes_the_run_incomplete()
    {
        SkipUnlessUsable();
        var run = Run.Of(
            ["lab", "run", "-f", Shop, "-f", "-", "--name", NewName(), "--ports", "tcp/80"],
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: bad}\nspec: {ingress: [{ports: [{port: 0}]}]}\n");

        Assert.Equal(ExitCode.Incomplete, run.Exit);
        Assert.Contains("NetworkPolicy default/bad", run.Error, StringComparison.Ordinal);
        Assert.Contains("every packet did what was predicted", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--ports tcp/0x50", "--ports does not take \"tcp/0x50\"")]
    [InlineData("--ports tcp", "--ports does not take \"tcp\"")]
    [InlineData("--outside 10.0.0.0/8", "--outside does not take \"10.0.0.0/8\"")]
    [InlineData("--timeout 5", "--timeout takes 50 to 900 milliseconds")]
    [InlineData("--family ipv5", "ipv5")]
    [InlineData("--name Bad-Name", "no name for a lab")]
    public void Wrong_usage_is_one_sentence_and_builds_nothing(string options, string sentence)
    {
        var run = Run.Of($"lab run -f {Shop} {options}");

        Assert.Equal((ExitCode.Invalid, ""), (run.Exit, run.Out));
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_left_behind_is_said_so()
    {
        SkipUnlessUsable();
        Assert.Equal(new Run(ExitCode.Yes, "Nothing was left behind.\n", ""), Run.Of($"lab down --name {NewName()}"));
    }

    private static void SkipUnlessUsable()
    {
        var missing = LabRequirements.Missing();
        Assert.SkipUnless(missing is null, missing?.Message ?? "");
    }

    private static string NewName() => $"cli{Environment.ProcessId}x{Random.Shared.Next(1 << 20)}";
}
