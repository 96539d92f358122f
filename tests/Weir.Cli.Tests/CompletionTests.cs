namespace Weir.Cli.Tests;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("weir ex", "explain")]
    [InlineData("./artifacts/weir mat", "matrix")]
    [InlineData("weir lab ru", "run")]
    [InlineData("weir can --ipbl", "--ipblock-pods")]
    [InlineData("weir can a b --ipblock-pods ", "ignore")]
    [InlineData("kubectl-weir matrix --outp", "--output")]
    public void The_next_word_is_among_the_answers(string line, string word)
    {
        var run = Run.Of(["__complete", $"{line.Length}", line]);

        Assert.Equal((ExitCode.Yes, ""), (run.Exit, run.Error));
        Assert.Contains(word, run.Out.Split('\n'));
    }

    [Fact]
    public void What_stands_behind_the_cursor_does_not_count()
    {
        var run = Run.Of(["__complete", "7", "weir ex shop/web"]);

        Assert.Contains("explain", run.Out.Split('\n'));
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _weir weir")]
    [InlineData("zsh", "compdef _weir weir")]
    [InlineData("fish", "complete -c weir")]
    public void Each_shell_gets_its_script(string shell, string part) => Assert.Contains(part, Run.Of($"completion {shell}").Out, StringComparison.Ordinal);

    [Fact]
    public void Another_shell_is_refused() => Assert.Equal(ExitCode.Invalid, Run.Of("completion tcsh").Exit);

    [Fact]
    public void Help_does_not_show_what_only_scripts_call() => Assert.DoesNotContain("__complete", Run.Of("--help").Out, StringComparison.Ordinal);
}
