using Weir.Policy.Model;

namespace Weir.Policy.Tests.Model;

public sealed class SpellingTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("app", "app", 0)]
    [InlineData("app", "apps", 1)]
    [InlineData("apps", "app", 1)]
    [InlineData("app", "abp", 1)]
    [InlineData("ingres", "ignres", 1)]
    [InlineData("abc", "", 3)]
    [InlineData("kitten", "sitting", 3)]
    public void The_distance_counts_insertions_deletions_replacements_and_swaps(string a, string b, int edits)
    {
        Assert.Equal(edits, Spelling.Distance(a, b));
        Assert.Equal(edits, Spelling.Distance(b, a));
    }

    [Fact]
    public void The_nearest_is_found_whatever_its_case_and_none_where_none_is_near()
    {
        Assert.Equal("podSelector", Spelling.Nearest("PodSelecter", ["namespaceSelector", "podSelector", "ipBlock"]));
        Assert.Null(Spelling.Nearest("web", ["database", "frontend"]));
        Assert.Null(Spelling.Nearest(new string('a', 200), [new string('a', 199)]));
    }
}
