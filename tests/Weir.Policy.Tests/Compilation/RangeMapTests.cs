using CsCheck;
using Weir.Policy.Addresses;
using Weir.Policy.Compilation;

namespace Weir.Policy.Tests.Compilation;

/// <summary>Against one set of blocks for each address, in universes of 48 addresses at the two ends of each family.</summary>
public sealed class RangeMapTests
{
    private const int Universe = 48;

    private static readonly Gen<(int From, int To, int Block, bool Add)[]> Steps =
        Gen.Select(Gen.Int[0, Universe - 1], Gen.Int[0, Universe - 1], Gen.Int[1, 5], Gen.Int[0, 3],
            (a, b, block, chance) => (Math.Min(a, b), Math.Max(a, b), block, chance > 0)).Array[1, 30];

    [Theory]
    [InlineData(IPFamily.IPv4, false)]
    [InlineData(IPFamily.IPv4, true)]
    [InlineData(IPFamily.IPv6, false)]
    [InlineData(IPFamily.IPv6, true)]
    public void It_knows_the_blocks_of_each_address(IPFamily family, bool atTheEnd) =>
        Steps.Sample(steps =>
        {
            var world = new World(family, atTheEnd);
            foreach (var step in steps)
            {
                world.Change(step.From, step.To, step.Block, step.Add);
                world.CheckAddresses();
            }
        });

    [Theory]
    [InlineData(IPFamily.IPv4, false)]
    [InlineData(IPFamily.IPv4, true)]
    [InlineData(IPFamily.IPv6, false)]
    [InlineData(IPFamily.IPv6, true)]
    public void Its_content_depends_on_the_blocks_in_force_alone(IPFamily family, bool atTheEnd) =>
        Steps.Sample(steps =>
        {
            var world = new World(family, atTheEnd);
            foreach (var step in steps) world.Change(step.From, step.To, step.Block, step.Add);
            Assert.Equal(world.Expected(), world.Map.Segments);
        });

    /// <summary>A segment that was only touched may be in both lists; nothing else may be there that is no change.</summary>
    [Theory]
    [InlineData(IPFamily.IPv4, true)]
    [InlineData(IPFamily.IPv6, false)]
    [InlineData(IPFamily.IPv6, true)]
    public void Removed_and_added_are_what_became_of_the_segments(IPFamily family, bool atTheEnd) =>
        Steps.Sample(steps =>
        {
            var world = new World(family, atTheEnd);
            foreach (var step in steps)
            {
                var before = world.Map.Segments.ToHashSet();
                var (removed, added) = world.Change(step.From, step.To, step.Block, step.Add);
                var after = world.Map.Segments.ToHashSet();

                Assert.Equal(removed.Count, removed.Distinct().Count());
                Assert.Equal(added.Count, added.Distinct().Count());
                Assert.Superset(removed.ToHashSet(), before);
                Assert.Superset(added.ToHashSet(), after);
                Assert.Equal(before.Except(after).ToHashSet(), removed.Except(added).ToHashSet());
                Assert.Equal(after.Except(before).ToHashSet(), added.Except(removed).ToHashSet());
            }
        });

    [Theory]
    [InlineData(IPFamily.IPv4)]
    [InlineData(IPFamily.IPv6)]
    public void The_whole_family_and_its_two_ends_are_ranges_like_others(IPFamily family)
    {
        var map = new RangeMap(family);
        IP first = new(0, family), last = family.Last();
        Change(new IPRange(first, last), 1, add: true);
        Change(new IPRange(first, first), 2, add: true);
        Change(new IPRange(last, last), 3, add: true);
        Assert.Equal([[1, 2], [1], [1, 3]], map.Segments.Select(segment => segment.Blocks));
        Assert.Equal([1, 2], map.Find(first));
        Assert.Equal([1, 3], map.Find(last));

        Change(new IPRange(first, last), 1, add: false);
        Assert.Equal([[2], [3]], map.Segments.Select(segment => segment.Blocks));
        Change(new IPRange(first, first), 2, add: false);
        Change(new IPRange(last, last), 3, add: false);
        Assert.Empty(map.Segments);
        Assert.Empty(map.Find(first));

        void Change(IPRange range, int block, bool add) => map.Change(range, block, add, [], []);
    }

    [Fact]
    public void A_change_far_away_touches_nothing_here()
    {
        var map = new RangeMap(IPFamily.IPv4);
        List<RangeMap.Segment> removed = [], added = [];
        foreach (var (text, block) in (ReadOnlySpan<(string, int)>)[("10.0.0.0/8", 1), ("10.1.0.0/16", 2), ("12.0.0.0/8", 3)])
        {
            map.Change(Cidr.Parse(text).Range, block, add: true, [], []);
        }

        map.Change(Cidr.Parse("11.0.0.0/16").Range, 4, add: true, removed, added);
        Assert.Empty(removed);
        Assert.Equal("11.0.0.0-11.0.255.255", Assert.Single(added).Range.ToString());
    }

    private sealed class World(IPFamily family, bool atTheEnd)
    {
        private readonly SortedSet<int>[] blocks = [.. Enumerable.Range(0, Universe).Select(_ => new SortedSet<int>())];
        private readonly UInt128 start = atTheEnd ? family.Last().Bits - (Universe - 1) : 0;

        public RangeMap Map { get; } = new(family);

        public (List<RangeMap.Segment> Removed, List<RangeMap.Segment> Added) Change(int from, int to, int block, bool add)
        {
            List<RangeMap.Segment> removed = [], added = [];
            Map.Change(new IPRange(At(from), At(to)), block, add, removed, added);
            for (var i = from; i <= to; i++)
            {
                if (add) blocks[i].Add(block);
                else blocks[i].Remove(block);
            }

            return (removed, added);
        }

        public void CheckAddresses()
        {
            for (var i = 0; i < Universe; i++) Assert.Equal(blocks[i], Map.Find(At(i)));

            // And none beyond the universe, on the side where there is one.
            var beyond = atTheEnd ? start - 1 : start + Universe;
            Assert.Empty(Map.Find(new IP(beyond, family)));
        }

        /// <summary>Runs of addresses with the same blocks.</summary>
        public List<RangeMap.Segment> Expected()
        {
            List<RangeMap.Segment> segments = [];
            for (var i = 0; i < Universe; i++)
            {
                if (blocks[i].Count == 0) continue;

                var from = i;
                while (i + 1 < Universe && blocks[i + 1].SetEquals(blocks[from])) i++;
                segments.Add(new(family, At(from).Bits, At(i).Bits, [.. blocks[from]]));
            }

            return segments;
        }

        private IP At(int index) => new(start + (UInt128)index, family);
    }
}
