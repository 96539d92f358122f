using Weir.Testing;

namespace Weir.Cli.Tests;

public sealed class PictureTests
{
    [Fact]
    public void The_picture_in_the_README_is_what_weir_draws()
    {
        var run = Run.Of($"list -f {Path.Combine(Repository.Root, "examples", "shop")} -o svg");

        Assert.Equal(ExitCode.Yes, run.Exit);
        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, "docs", "shop.svg")), run.Out);
    }
}
