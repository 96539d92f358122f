using Weir.Dataplane.Nftables;
using Weir.Dataplane.Nftables.Layout;
using Weir.Policy.Addresses;
using Weir.Policy.Compilation;
using Weir.Policy.Model;
using Weir.Policy.Ports;

namespace Weir.Dataplane.Tests.Kernel;

public sealed class FailureTests
{
    private const int NoSuchObject = 2;

    private static readonly TableModel Table = TableModel.Empty
        .Subject(Direction.Ingress, "10.0.0.1", 1)
        .Peer(Direction.Ingress, "10.0.0.2", 3)
        .Range(Direction.Ingress, "10.0.0.0/8", 4)
        .Cell(Direction.Ingress, 1, 3, 2)
        .Ports(2, PortSet.Of(Protocol.Tcp, new PortRange(80)));

    [Fact]
    public void A_refused_batch_names_the_element_and_changes_nothing()
    {
        Needs.RootAndNft();
        using var ns = new TestNamespace();
        using var dataplane = new NftablesDataplane(ns.Target);
        dataplane.Apply(Table.From(TableModel.Empty));
        var before = Listing.Elements(ns);
        var next = Table.Peer(Direction.Ingress, "10.0.0.3", 3).Range(Direction.Ingress, "11.0.0.0/8", 4);

        dataplane.BeforeCommit = transaction =>
        {
            ElementList unknown = new(KernelLayout.Of(Direction.Egress, IPFamily.IPv6).Rows);
            for (var i = 1; i <= 3; i++) unknown.Add(new Element(ElementKey.Of((uint)i).And(IP.Parse($"fd00::{i}"))));
            transaction.Delete(unknown);
        };
        var refusal = Assert.Throws<DataplaneException>(() => dataplane.Apply(next.From(Table)));

        Assert.Equal(NoSuchObject, refusal.Errno);
        Assert.Equal("delete", refusal.Operation);
        Assert.Equal("element map eg_rows6 { 0:1 . fd00::1 }", refusal.Target);
        Assert.StartsWith("errno 2 (", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, Listing.Elements(ns));

        // The driver's memory is at the old state too: the same delta fits and works.
        dataplane.BeforeCommit = null;
        dataplane.Apply(next.From(Table));
        Assert.Equal(ExpectedElements.Of(next), Listing.Elements(ns));
    }

    [Fact]
    public void A_failed_installation_leaves_what_was_there()
    {
        Needs.RootAndNft();
        using var ns = new TestNamespace();
        using (var earlier = new NftablesDataplane(ns.Target)) earlier.Apply(Table.From(TableModel.Empty));
        using var dataplane = new NftablesDataplane(ns.Target)
        {
            BeforeCommit = transaction => transaction.Delete(new Chain(KernelLayout.Table, "nobody")),
        };

        var refusal = Assert.Throws<DataplaneException>(() => dataplane.Apply(TableDelta.Empty));

        Assert.Equal("chain nobody", refusal.Target);
        Assert.Equal(ExpectedElements.Of(Table), Listing.Elements(ns));
    }

    [Fact]
    public void A_table_that_someone_deleted_is_noticed_and_repaired()
    {
        Needs.RootAndNft();
        using var ns = new TestNamespace();
        using var dataplane = new NftablesDataplane(ns.Target);
        dataplane.Apply(Table.From(TableModel.Empty));
        ns.Nft("delete table inet weir");

        var next = Table.Peer(Direction.Ingress, "10.0.0.3", 3);
        var refusal = Assert.Throws<DataplaneException>(() => dataplane.Apply(next.From(Table)));
        Assert.Equal(NoSuchObject, refusal.Errno);
        Assert.Contains("in_peers4", refusal.Target, StringComparison.Ordinal);

        dataplane.Repair();
        Assert.Equal(ExpectedElements.Of(Table), Listing.Elements(ns));
        dataplane.Apply(next.From(Table));
        Assert.Equal(ExpectedElements.Of(next), Listing.Elements(ns));
    }

    [Fact]
    public void After_a_lost_answer_the_next_change_writes_everything()
    {
        Needs.RootAndNft();
        using var ns = new TestNamespace();
        using var dataplane = new NftablesDataplane(ns.Target);
        dataplane.Apply(Table.From(TableModel.Empty));
        var next = Table.Peer(Direction.Ingress, "10.0.0.3", 3);

        dataplane.BeforeCommit = _ => throw new IOException("The test took the answer away.");
        Assert.Throws<DataplaneException>(() => dataplane.Apply(next.From(Table)));
        dataplane.BeforeCommit = null;

        // The kernel may hold anything now; here, less than the driver knows.
        ns.Nft("flush set inet weir open");
        dataplane.Apply(next.From(Table));

        Assert.Equal(ExpectedElements.Of(next), Listing.Elements(ns));
    }

    [Fact]
    public void A_missing_namespace_is_named()
    {
        Needs.RootAndNft();
        using var dataplane = new NftablesDataplane(NetworkNamespace.Named("weir-dp-nowhere"));

        var refusal = Assert.Throws<DataplaneException>(() => dataplane.Apply(TableDelta.Empty));

        Assert.Equal(NoSuchObject, refusal.Errno);
        Assert.Equal("network namespace /run/netns/weir-dp-nowhere", refusal.Target);
    }

    [Fact]
    public void Many_refusals_at_once_are_one_exception()
    {
        Needs.RootAndNft();
        using var ns = new TestNamespace();
        using var dataplane = new NftablesDataplane(ns.Target);
        dataplane.Apply(Table.From(TableModel.Empty));

        // One message each, so that the replies overrun the receive buffer.
        dataplane.BeforeCommit = transaction =>
        {
            for (var i = 0; i < 100_000; i++) transaction.Delete(new Chain(KernelLayout.Table, "nobody"));
        };
        var refusal = Assert.Throws<DataplaneException>(() => dataplane.Apply(TableDelta.Empty));
        Assert.Equal("chain nobody", refusal.Target);

        dataplane.BeforeCommit = null;
        var next = Table.Peer(Direction.Ingress, "10.0.0.3", 3);
        dataplane.Apply(next.From(Table));
        Assert.Equal(ExpectedElements.Of(next), Listing.Elements(ns));
    }
}
