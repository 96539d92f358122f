using Weir.Dataplane.Nftables;

namespace Weir.Dataplane.Tests.Kernel;

public sealed class DeltaTests
{
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

        using var fresh = new TestNamespace();
        using var other = new NftablesDataplane(fresh.Target);
        other.Apply(table.From(TableModel.Empty));
        Assert.Equal(Listing.Elements(fresh), Listing.Elements(ns));
        Assert.Equal(Listing.Rules(fresh), Listing.Rules(ns));
    }
}
