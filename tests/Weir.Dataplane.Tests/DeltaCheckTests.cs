using Weir.Dataplane.Nftables;
using Weir.Policy.Addresses;
using Weir.Policy.Compilation;
using Weir.Policy.Model;
using Weir.Policy.Ports;

namespace Weir.Dataplane.Tests;

public sealed class DeltaCheckTests
{
    private const int MaxPeerClass = 1000;

    private static readonly TableModel Table = TableModel.Empty
        .Subject(Direction.Ingress, "10.0.0.1", 1)
        .Peer(Direction.Ingress, "10.0.0.2", 3)
        .Range(Direction.Ingress, "10.0.0.16/28", 4)
        .Cell(Direction.Ingress, 1, 3, 2)
        .Ports(2, PortSet.Of(Protocol.Tcp, new PortRange(80)));

    public static TheoryData<string, string, TableDelta> Misfits => new()
    {
        { "known address added", "applied is", new() { Peers = [Added(Peer("10.0.0.2"), new PeerClassId(4))] } },
        { "unknown address removed", "nothing is applied", new() { Peers = [Removed(Peer("10.0.0.9"), new PeerClassId(4))] } },
        { "other class removed", "applied is", new() { Peers = [Removed(Peer("10.0.0.2"), new PeerClassId(4))] } },
        { "other direction removed", "nothing is applied", new() { Subjects = [Removed(new SubjectKey(Direction.Egress, IP.Parse("10.0.0.1")), new SubjectClassId(1))] } },
        { "other cell removed", "nothing is applied", new() { Cells = [Removed(new CellKey(Direction.Ingress, new(1), new(4)), new PortTableId(2))] } },
        { "other ports removed", "applied is tcp/80", new() { PortTables = [Removed(new PortTableId(2), PortSet.All)] } },
        { "twice the same key", "comes twice", new() { Peers = [Added(Peer("10.0.0.9"), new PeerClassId(4)), Added(Peer("10.0.0.9"), new PeerClassId(4))] } },
        { "nothing before and after", "neither had nor has", new() { Peers = [new(Peer("10.0.0.9"), false, default, false, default)] } },
        { "no address", "out of range", new() { Peers = [Added(new PeerKey(Direction.Ingress, default), new PeerClassId(4))] } },
        { "class below the lowest", "out of range", new() { Peers = [Added(Peer("10.0.0.9"), new PeerClassId(-1))] } },
        { "class above the highest", "out of range", new() { Peers = [Added(Peer("10.0.0.9"), new PeerClassId(MaxPeerClass + 1))] } },
        { "the empty port table", "out of range", new() { Cells = [Added(new CellKey(Direction.Ingress, new(1), new(4)), new PortTableId(0))] } },
        { "port table without ports", "out of range", new() { PortTables = [Added(new PortTableId(3), PortSet.None)] } },
        { "less than everything as everything", "out of range", new() { PortTables = [Added(new PortTableId(1), PortSet.Of(Protocol.Tcp))] } },
        { "backward range", "out of range", Range("10.0.0.9", "10.0.0.8") },
        { "range of two families", "out of range", Range("10.0.0.9", "fd00::1") },
        { "range in a known one", "overlaps a range that stays", Range("10.0.0.17", "10.0.0.18") },
        { "range around a known one", "overlaps a range that stays", Range("10.0.0.0", "10.0.0.255") },
        { "range that touches a known one's first", "overlaps a range that stays", Range("10.0.0.0", "10.0.0.16") },
        { "range that touches a known one's last", "overlaps a range that stays", Range("10.0.0.31", "10.0.0.31") },
        { "overlapping ranges", "overlaps another", new() { Ranges = [.. Range("11.0.0.0", "11.0.0.5").Ranges, .. Range("11.0.0.5", "11.0.0.9").Ranges] } },
    };

    [Theory, MemberData(nameof(Misfits))]
    public void A_delta_that_does_not_fit_is_the_callers_bug(string bug, string message, TableDelta delta)
    {
        var error = Assert.Throws<ArgumentException>(() => Check(delta));
        Assert.True(error.Message.Contains(message, StringComparison.Ordinal), $"{bug}: {error.Message}");
    }

    [Fact]
    public void Neighbours_and_replacements_fit()
    {
        Check(Range("10.0.0.0", "10.0.0.15"));
        Check(Range("10.0.0.32", "255.255.255.255"));
        Check(Table.Range(Direction.Egress, "0.0.0.0/0", 1).Range(Direction.Ingress, "::/0", 1).From(Table));
        Check((TableModel.Empty with { Subjects = Table.Subjects }).Range(Direction.Ingress, "0.0.0.0/0", 4).From(Table));
        Check(TableModel.Empty.From(Table));
        Check(TableDelta.Empty);
    }

    [Fact]
    public void Nothing_is_sent_when_a_delta_does_not_fit()
    {
        // Sending would fail, for want of the namespace.
        using var dataplane = new NftablesDataplane(NetworkNamespace.Named("weir-dp-nowhere"));

        Assert.Throws<ArgumentException>(() => dataplane.Apply(new() { Peers = [Removed(Peer("10.0.0.2"), new PeerClassId(3))] }));
    }

    private static void Check(TableDelta delta)
    {
        AppliedTable applied = new();
        applied.Commit(Table.From(TableModel.Empty));
        DeltaCheck.Check(applied, delta, MaxPeerClass);
    }

    private static PeerKey Peer(string address) => new(Direction.Ingress, IP.Parse(address));

    private static TableDelta Range(string first, string last) => new()
    {
        Ranges = [Added(new RangeKey(Direction.Ingress, new(IP.Parse(first), IP.Parse(last))), new PeerClassId(1))],
    };

    private static Edit<TKey, TValue> Added<TKey, TValue>(TKey key, TValue value) => new(key, false, default!, true, value);

    private static Edit<TKey, TValue> Removed<TKey, TValue>(TKey key, TValue value) => new(key, true, value, false, default!);
}
