using Weir.Dataplane.Nftables;
using Weir.Policy.Addresses;
using Weir.Policy.Model;

namespace Weir.Dataplane.Tests.Kernel;

public sealed class DeltaTests
{
    public static TheoryData<IPFamily> Families => [IPFamily.IPv4, IPFamily.IPv6];

    /// <summary>Every way from one cut of the address space to another is one delta.</summary>
    [Theory, MemberData(nameof(Families))]
    public void Ranges_split_join_grow_and_shrink(IPFamily family)
    {
        Needs.RootAndNft();
        using var ns = new TestNamespace();
        using var dataplane = new NftablesDataplane(ns.Target);
        var states = RangeStates(family).ToArray();
        var applied = TableModel.Empty;

        for (var from = 0; from < states.Length; from++)
        {
            for (var to = 0; to < states.Length; to++)
            {
                foreach (var state in (TableModel[])[states[from], states[to]])
                {
                    dataplane.Apply(state.From(applied));
                    applied = state;
                    Assert.Equal(ExpectedElements.Of(state), Listing.Elements(ns));
                }
            }
        }
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(3, 12)]
    [InlineData(4, 12)]
    [InlineData(null, 6)]
    public void Random_deltas_add_up_to_the_table(int? fixedSeed, int stability)
    {
        Needs.RootAndNft();
        var seed = fixedSeed ?? Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}, stability {stability}");
        using var ns = new TestNamespace();
        using var dataplane = new NftablesDataplane(ns.Target);
        var tables = new RandomTable(seed);
        var table = TableModel.Empty;

        for (var step = 0; step < 40; step++)
        {
            var next = tables.Next(table, stability);
            try
            {
                dataplane.Apply(next.From(table));
            }
            catch (Exception e) when (e is DataplaneException or ArgumentException)
            {
                Assert.Fail($"seed {seed}, step {step}: {e}");
            }

            table = next;
            var listed = Listing.Elements(ns);
            var expected = ExpectedElements.Of(table);
            Assert.True(
                expected.SequenceEqual(listed),
                $"seed {seed}, step {step}: missing [{string.Join(", ", expected.Except(listed))}], extra [{string.Join(", ", listed.Except(expected))}]");
        }

        Assert.NotEmpty(ExpectedElements.Of(table));
        using var fresh = new TestNamespace();
        using var other = new NftablesDataplane(fresh.Target);
        other.Apply(table.From(TableModel.Empty));
        Assert.Equal(Listing.Elements(fresh), Listing.Elements(ns));
        Assert.Equal(Listing.Rules(fresh), Listing.Rules(ns));
    }

    private static IEnumerable<TableModel> RangeStates(IPFamily family)
    {
        var (first, last) = (UInt128.Zero, family.Last().Bits);
        var middle = RandomTable.Address(family, 0).Bits;

        yield return TableModel.Empty;
        yield return Cut((first, last, 1));
        yield return Cut((first, last, 2));
        yield return Cut((first, middle, 1), (middle + 1, last, 1));
        yield return Cut((first, middle - 1, 1), (middle, middle, 2), (middle + 1, last, 1));
        yield return Cut((first, first, 1), (last, last, 2));
        yield return Cut((middle, middle, 1), (middle + 1, middle + 1, 2), (middle + 2, middle + 3, 3));
        yield return Cut((middle, middle + 3, 1));
        yield return Cut((middle + 1, middle + 2, 0), (last - 1, last, 5));

        TableModel Cut(params ReadOnlySpan<(UInt128 First, UInt128 Last, int Class)> ranges)
        {
            var table = TableModel.Empty;
            foreach (var (from, to, id) in ranges) table = table.Range(Direction.Egress, $"{new IP(from, family)}", $"{new IP(to, family)}", id);
            return table;
        }
    }
}
