using Weir.Policy.Addresses;

namespace Weir.Policy.Tests.Addresses;

public sealed class IPRangeTests
{
    [Theory]
    [InlineData("10.0.0.3", false)]
    [InlineData("10.0.0.4", true)]
    [InlineData("10.0.0.7", true)]
    [InlineData("10.0.0.8", false)]
    [InlineData("::a00:5", false)] // the same number, another family
    public void Both_ends_belong_to_the_range(string address, bool contains) =>
        Assert.Equal(contains, Range("10.0.0.4", "10.0.0.7").Contains(IP.Parse(address)));

    [Fact]
    public void The_default_range_holds_nothing_not_even_the_default_address()
    {
        Assert.False(default(IPRange).Contains(default));
        Assert.False(default(IPRange).Contains(IP.Parse("0.0.0.0")));
        Assert.False(default(IPRange).Contains(IP.Parse("::")));
    }

    [Fact]
    public void Ranges_sort_by_their_first_and_then_their_last_address()
    {
        IPRange[] ascending = [Range("10.0.0.0", "10.0.0.1"), Range("10.0.0.0", "10.0.0.2"), Range("10.0.0.1", "10.0.0.1"), Range("::", "::1")];
        Assert.Equal(ascending, ascending.Reverse().Order());
        Assert.True(ascending[0] < ascending[1] && ascending[1] <= ascending[2] && ascending[3] > ascending[2] && ascending[3] >= ascending[0]);
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1", "10.0.0.1")]
    [InlineData("10.0.0.1", "10.0.0.2", "10.0.0.1-10.0.0.2")]
    public void A_range_of_one_address_is_written_as_that_address(string first, string last, string text) =>
        Assert.Equal(text, Range(first, last).ToString());

    private static IPRange Range(string first, string last) => new(IP.Parse(first), IP.Parse(last));
}
