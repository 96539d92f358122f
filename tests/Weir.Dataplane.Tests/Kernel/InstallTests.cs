using Weir.Dataplane.Nftables;
using Weir.Dataplane.Nftables.Layout;
using Weir.Policy.Compilation;
using Weir.Policy.Model;

namespace Weir.Dataplane.Tests.Kernel;

public sealed class InstallTests
{
    private const string Foreign =
        "table inet foreign { set s { type ipv4_addr; elements = { 1.2.3.4 } }\nchain c { type filter hook forward priority 0; ip saddr @s counter drop; }; }";

    [Theory]
    [InlineData(null)]
    [InlineData((ushort)5)]
    public void Every_rule_is_listed_as_it_is_written(ushort? logGroup)
    {
        Needs.RootAndNft();
        using var ns = new TestNamespace();
        NftablesOptions options = new() { LogGroup = logGroup };
        using var dataplane = new NftablesDataplane(ns.Target, options);

        dataplane.Apply(TableDelta.Empty);

        var written = KernelLayout.Chains.SelectMany(chain =>
            (IEnumerable<string>)[$"chain {chain.Name} {{", .. Rules.For(options).Where(rule => rule.Chain == chain).Select(rule => rule.Text)]);
        var listed = Listing.Rules(ns).Split('\n').Where(line => line is not ("" or "}") && !line.StartsWith("type filter", StringComparison.Ordinal));
        Assert.Equal(written, listed);
    }

    [Fact]
    public void The_listing_can_be_loaded_again()
    {
        Needs.RootAndNft();
        using TestNamespace ns = new(), copy = new();
        using var dataplane = new NftablesDataplane(ns.Target);
        var table = new RandomTable(1).Next(TableModel.Empty, stability: 1);
        dataplane.Apply(table.From(TableModel.Empty));

        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, ns.Run("nft", "list", "table", "inet", "weir"));
            copy.Run("nft", "-f", file);
        }
        finally
        {
            File.Delete(file);
        }

        Assert.Equal(ExpectedElements.Of(table), Listing.Elements(copy));
        Assert.Equal(Listing.Rules(ns), Listing.Rules(copy));
    }

    [Fact]
    public void Foreign_tables_are_left_alone()
    {
        Needs.RootAndNft();
        using var ns = new TestNamespace();
        ns.Nft(Foreign);
        var foreign = ns.Nft("list ruleset");
        using var dataplane = new NftablesDataplane(ns.Target);
        var table = TableModel.Empty.Subject(Direction.Ingress, "10.0.0.1", 1);

        dataplane.Apply(table.From(TableModel.Empty));
        dataplane.Apply(TableModel.Empty.From(table));
        dataplane.Repair();
        dataplane.Remove();

        Assert.Equal(foreign, ns.Nft("list ruleset"));
    }

    [Fact]
    public void What_an_earlier_run_left_is_replaced()
    {
        Needs.RootAndNft();
        using var ns = new TestNamespace();
        ns.Nft("table inet weir { set open { type mark; elements = { 7 } }\nchain forward { type filter hook input priority 7; mark @open drop; }; }");
        using var dataplane = new NftablesDataplane(ns.Target);
        var table = TableModel.Empty.Subject(Direction.Ingress, "10.0.0.1", 1);

        dataplane.Apply(table.From(TableModel.Empty));

        Assert.Equal(ExpectedElements.Of(table), Listing.Elements(ns));
        Assert.DoesNotContain("mark", ns.Nft("list ruleset"), StringComparison.Ordinal);
    }

    [Fact]
    public void Removing_forgets_everything()
    {
        Needs.RootAndNft();
        using var ns = new TestNamespace();
        using var dataplane = new NftablesDataplane(ns.Target);
        var table = TableModel.Empty.Subject(Direction.Ingress, "10.0.0.1", 1);

        dataplane.Remove();
        dataplane.Apply(table.From(TableModel.Empty));
        dataplane.Remove();
        Assert.Equal("", ns.Nft("list ruleset"));

        dataplane.Apply(table.From(TableModel.Empty));
        Assert.Equal(ExpectedElements.Of(table), Listing.Elements(ns));
    }

    [Fact]
    public void Disposing_leaves_it_in_force()
    {
        Needs.RootAndNft();
        using var ns = new TestNamespace();
        var table = TableModel.Empty.Subject(Direction.Ingress, "10.0.0.1", 1);
        using (var dataplane = new NftablesDataplane(NetworkNamespace.At($"/run/netns/{ns.Name}"))) dataplane.Apply(table.From(TableModel.Empty));

        Assert.Equal(ExpectedElements.Of(table), Listing.Elements(ns));
    }
}
