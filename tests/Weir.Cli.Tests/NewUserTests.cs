namespace Weir.Cli.Tests;

public sealed class NewUserTests : IDisposable
{
    private const string Pods = """
        apiVersion: v1
        kind: Pod
        metadata: {name: a, labels: {app: a}}
        spec: {containers: [{name: c, image: i}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: b, labels: {app: "[red]b\e[31m"}}
        spec: {containers: [{name: c, image: i}]}
        """;

    private const string Deny = """

        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: deny}
        spec: {podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: c}}}]}]}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("weir-cli-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Without_any_argument_the_verbs_are_named()
    {
        var run = Run.Of("");

        Assert.Equal((ExitCode.Invalid, ""), (run.Exit, run.Out));
        Assert.Contains("say what to do: can, explain, ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_is_one_line() => Assert.Matches(@"^weir \d+\.\d+\.\d+\S*\n$", Run.Of("--version").Out);

    [Theory]
    [InlineData("--help")]
    [InlineData("can --help")]
    [InlineData("explain -h")]
    [InlineData("diff --help")]
    [InlineData("lint --help")]
    [InlineData("list --help")]
    [InlineData("matrix --help")]
    [InlineData("test --help")]
    public void Every_help_ends_with_examples(string args)
    {
        var run = Run.Of(args);

        Assert.Equal((ExitCode.Yes, ""), (run.Exit, run.Error));
        Assert.Contains("\nExamples:\n  ", run.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("weir", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("can default/a default/b", "-f is needed")]
    [InlineData("matrix --port 80", "-f is needed")]
    [InlineData("can default/a -f -", "'DST'")]
    [InlineData("can -f -", "'SRC'")]
    [InlineData("matrix -f -", "'--port'")]
    [InlineData("can default/a default/b -f", "'-f'")]
    [InlineData("test -f -", "SPEC")]
    [InlineData("test - -f -", "standard input")]
    [InlineData("frobnicate", "frobnicate")]
    [InlineData("can a b -f - --colour never", "--colour")]
    [InlineData("can a b -f - --color blue", "auto or always or never")]
    [InlineData("can a b -f - -o yaml", "text or json")]
    [InlineData("can a b -f - -o svg", "text or json")]
    [InlineData("list", "-f is needed")]
    [InlineData("list -f - --port tcp/0", "1 to 65535")]
    [InlineData("diff -", "'NEW'")]
    [InlineData("diff - -", "only once")]
    [InlineData("diff - /nosuch", "/nosuch")]
    [InlineData("diff - git:HEAD", "git:REV:path")]
    [InlineData("diff - git:--output=x:y", "no git revision")]
    [InlineData("diff - git:no-such-revision:y", "git:no-such-revision:y")]
    [InlineData("diff - git:HEAD:y --repo /", "git:HEAD:y")]
    [InlineData("can a b -f - --ipblock-pods=maybe", "match or ignore")]
    [InlineData("can a b -f - --port tcp/99999", "1 to 65535")]
    [InlineData("can a b -f - --port gre/1", "protocol")]
    [InlineData("can a b -f - --port tcp", "tcp/80")]
    [InlineData("can a//b b -f -", "no endpoint")]
    [InlineData("can a zzz -f -", "default/zzz")]
    [InlineData("can a x/deploy/zzz -f -", "no Deployment")]
    [InlineData("can a /nosuch/ -f /nosuch/folder", "/nosuch/folder")]
    public void A_wrong_question_gets_one_clear_sentence(string args, string says)
    {
        var run = Run.Of(args, Pods);

        Assert.Equal((ExitCode.Invalid, ""), (run.Exit, run.Out));
        Assert.StartsWith("weir: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(says, run.Error.Split('\n')[0], StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_is_named_and_gives_no_verdict()
    {
        var file = Path.Combine(folder, "empty.yaml");
        File.WriteAllText(file, "");

        var run = Run.Of($"can default/a default/b --port 80 -f {file}");

        Assert.Equal((ExitCode.Invalid, ""), (run.Exit, run.Out));
        Assert.Contains("empty.yaml: warning: no object", run.Error, StringComparison.Ordinal);
        Assert.Contains("the input holds no pods", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_folder_is_named_and_gives_no_verdict()
    {
        var run = Run.Of($"matrix --port 80 -f {folder}");

        Assert.Equal((ExitCode.Invalid, ""), (run.Exit, run.Out));
        Assert.Contains(folder, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_among_good_ones_is_wrong_usage()
    {
        File.WriteAllText(Path.Combine(folder, "pods.yaml"), Pods);

        var run = Run.Of($"can a b --port 80 -f {folder} -f {folder}/nosuch.yaml");

        Assert.Equal((ExitCode.Invalid, ""), (run.Exit, run.Out));
        Assert.Contains("nosuch.yaml", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_yaml_makes_the_answer_incomplete()
    {
        File.WriteAllText(Path.Combine(folder, "pods.yaml"), Pods);
        File.WriteAllText(Path.Combine(folder, "broken.yaml"), "a: [b\n");

        var run = Run.Of($"can a b --port 80 -f {folder}");

        Assert.Equal(ExitCode.Incomplete, run.Exit);
        Assert.StartsWith("yes", run.Out, StringComparison.Ordinal);
        Assert.Matches(@"broken\.yaml:\d+:\d+: error: ", run.Error);
    }

    [Fact]
    public void Manifests_can_be_piped_in()
    {
        Assert.Equal(ExitCode.Yes, Run.Of("can a b --port 80 -f -", Pods).Exit);
        Assert.Equal(ExitCode.No, Run.Of("can a b --port 80 -f -", Pods + Deny).Exit);
    }

    [Fact]
    public void Objects_and_endpoints_without_a_namespace_are_in_the_given_one()
    {
        var run = Run.Of("can a b --port 80 -n shop -f -", Pods);

        Assert.StartsWith("yes  shop/a → shop/b", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", false, null, false)]
    [InlineData("", true, null, true)]
    [InlineData("", true, "1", false)]
    [InlineData("", true, "", true)]
    [InlineData(" --color always", false, "1", true)]
    [InlineData(" --color never", true, null, false)]
    [InlineData(" --color auto", true, null, true)]
    public void Colour_is_for_terminals_unless_asked_otherwise(string option, bool isTerminal, string? noColor, bool isColored)
    {
        var run = Run.Of($"can a b --port 80 -f -{option}", Pods, isTerminal, name => name == "NO_COLOR" ? noColor : null);

        Assert.Equal(isColored, run.Out.Contains('\e', StringComparison.Ordinal));
    }

    [Fact]
    public void Text_of_the_input_is_neither_markup_nor_control()
    {
        var run = Run.Of("explain b a --port 80 -f - --color always", Pods + Deny);

        Assert.Contains("[red]b", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("b\e[31m", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unexpected_failure_is_one_line_unless_asked_for_more()
    {
        var run = Run.Of("can a b -f -", Pods, isTerminal: true, Broken);

        Assert.Equal((ExitCode.Invalid, ""), (run.Exit, run.Out));
        Assert.Equal("weir: unexpected failure: it broke (set WEIR_DEBUG=1 to see where it happened)\n", run.Error);

        static string? Broken(string name) => name == "NO_COLOR" ? throw new InvalidOperationException("it broke") : null;
    }

    [Fact]
    public void A_leading_at_sign_is_text_and_reads_no_file() =>
        Assert.Contains("@nosuch", Run.Of("can @nosuch b --port 80 -f -", Pods).Error, StringComparison.Ordinal);
}
