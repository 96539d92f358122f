using Weir.Dataplane.Nftables;
using Weir.Policy.Compilation;

namespace Weir.Dataplane.Tests.Kernel;

public sealed class InstallTests
{
    [Fact]
    public void The_layout_is_listed_as_it_is_written()
    {
        Needs.RootAndNft();
        using var ns = new TestNamespace();
        using var dataplane = new NftablesDataplane(ns.Target);

        dataplane.Apply(TableDelta.Empty);

        Console.WriteLine(ns.Nft("list ruleset"));
    }
}
