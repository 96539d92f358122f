using Weir.Policy.Model;

namespace Weir.Policy.Tests.Model;

public sealed class LabelSetTests
{
    [Fact]
    public void Labels_are_equal_in_any_order()
    {
        var one = LabelSet.Of(("a", "1"), ("b", "2"), ("c", ""));
        var other = LabelSet.Of(("c", ""), ("b", "2"), ("a", "1"));
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.Equal("a=1,b=2,c=", other.ToString());
    }

    [Fact]
    public void A_later_label_replaces_an_earlier_one()
    {
        Assert.Equal(LabelSet.Of(("a", "2")), LabelSet.Of(("a", "1"), ("a", "2")));
        Assert.Equal(LabelSet.Of(("a", "2"), ("b", "")), LabelSet.Of(("a", "1"), ("b", "")).With("a", "2"));
    }

    [Fact]
    public void Keys_and_values_are_case_sensitive()
    {
        Assert.NotEqual(LabelSet.Of(("a", "x")), LabelSet.Of(("A", "x")));
        Assert.NotEqual(LabelSet.Of(("a", "x")), LabelSet.Of(("a", "X")));
        Assert.Equal(2, LabelSet.Of(("a", "x"), ("A", "x")).Count);
        Assert.False(LabelSet.Of(("a", "x")).ContainsKey("A"));
    }

    /// <summary>Each pair joins to the same text with some separator that a careless key would use.</summary>
    [Fact]
    public void Labels_that_would_join_to_the_same_text_differ()
    {
        LabelSet[] sets =
        [
            LabelSet.Of(("a", "b=c")), LabelSet.Of(("a=b", "c")),
            LabelSet.Of(("a", "1,b=2")), LabelSet.Of(("a", "1"), ("b", "2")),
            LabelSet.Of(("a", "")), LabelSet.Of(("", "a")), LabelSet.Empty,
            LabelSet.Of(("ab", "c")), LabelSet.Of(("a", "bc")),
        ];
        Assert.Equal(sets.Length, sets.ToHashSet().Count);
    }

    [Fact]
    public void An_absent_key_differs_from_an_empty_value()
    {
        Assert.True(LabelSet.Of(("a", "")).TryGetValue("a", out var value));
        Assert.Equal("", value);
        Assert.False(LabelSet.Empty.TryGetValue("a", out _));
    }

    [Fact]
    public void No_labels_are_the_empty_set() => Assert.Same(LabelSet.Empty, LabelSet.From([]));

    [Fact]
    public void Every_namespace_has_its_name_label()
    {
        Assert.Equal(LabelSet.Of((Namespace.NameLabel, "x")), new Namespace("x").Labels);

        // The server overwrites a wrong one.
        Assert.Equal(
            LabelSet.Of(("ns", "x"), (Namespace.NameLabel, "x")), new Namespace("x", LabelSet.Of(("ns", "x"), (Namespace.NameLabel, "y"))).Labels);
    }
}
