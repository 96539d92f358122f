using System.Diagnostics;
using Weir.Dataplane.Nftables;
using Weir.Policy.Addresses;
using Weir.Policy.Compilation;
using Weir.Policy.Model;

namespace Weir.Dataplane.Tests.Kernel;

public sealed class ScaleTests
{
    private const int Many = 100_000;

    [Fact]
    public void A_hundred_thousand_elements_are_one_batch()
    {
        Needs.RootAndNft();
        using var ns = new TestNamespace();
        using var dataplane = new NftablesDataplane(ns.Target);
        dataplane.Apply(TableDelta.Empty);
        TableDelta adding = new() { Peers = [.. Enumerable.Range(0, Many).Select(i => Added(i, 1 + (i % 50)))] };
        TableDelta one = new() { Peers = [Added(Many, 1)] };

        var batches = 0;
        dataplane.BeforeCommit = _ => batches++;
        var added = Time(() => dataplane.Apply(adding));
        var joined = Time(() => dataplane.Apply(one));
        var removed = Time(() => dataplane.Apply(new() { Peers = [.. adding.Peers.Select(Removed)] }));

        Assert.Equal(3, batches);
        Assert.Equal($"in_peers4: {Address(Many)} : 0:1", Assert.Single(Listing.Elements(ns)));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Many} in: {added.TotalMilliseconds:f0} ms, one more: {joined.TotalMicroseconds:f0} us, {Many} out: {removed.TotalMilliseconds:f0} ms");
    }

    private static Edit<PeerKey, PeerClassId> Added(int i, int peerClass) =>
        new(new(Direction.Ingress, Address(i)), Had: false, default, Has: true, new(peerClass));

    private static Edit<PeerKey, PeerClassId> Removed(Edit<PeerKey, PeerClassId> edit) => new(edit.Key, Had: true, edit.New, Has: false, default);

    private static IP Address(int i) => new((UInt128)(0x0A00_0000 + i), IPFamily.IPv4);

    private static TimeSpan Time(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start);
    }
}
