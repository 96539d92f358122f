using System.Collections.Immutable;
using Weir.Policy.Model;

namespace Weir.Policy.Tests.Model;

public sealed class EquatableArrayTests
{
    /// <summary>R13: an absent list and an empty one are the same.</summary>
    [Fact]
    public void The_default_array_is_the_empty_array()
    {
        EquatableArray<int> absent = default, empty = [], immutable = default(ImmutableArray<int>);
        Assert.True(absent == empty && empty == immutable && !(absent != empty));
        Assert.Equal(absent.GetHashCode(), empty.GetHashCode());
        Assert.True(absent.IsEmpty);
        Assert.Empty(absent);
        Assert.Equal(0, absent.AsSpan().Length);
    }

    [Fact]
    public void Arrays_are_equal_by_content_and_order()
    {
        EquatableArray<string> one = ["a", "b"], same = ["a", "b"], swapped = ["b", "a"], longer = ["a", "b", ""];
        Assert.Equal(one, same);
        Assert.True(one.Equals((object)same));
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, swapped);
        Assert.NotEqual(one, longer);
        Assert.False(one.Equals("a"));
    }

    [Fact]
    public void Records_that_hold_arrays_compare_by_content()
    {
        Assert.Equal(Make(80), Make(80));
        Assert.Equal(Make(80).GetHashCode(), Make(80).GetHashCode());
        Assert.NotEqual(Make(80), Make(81));

        static NetworkPolicyRule Make(int port) => new()
        {
            Ports = [new() { Port = port }],
            Peers = [new() { IPBlock = new() { Cidr = "10.0.0.0/8", Except = ["10.1.0.0/16"] } }],
        };
    }

    [Fact]
    public void Items_are_read_by_index_and_in_order()
    {
        EquatableArray<int> array = [3, 1, 2];
        Assert.Equal((3, 1, 2), (array[0], array[1], array[2]));
        Assert.Equal(3, array.Count);
        Assert.Equal([3, 1, 2], array);
        Assert.Throws<IndexOutOfRangeException>(() => array[3]);
    }
}
