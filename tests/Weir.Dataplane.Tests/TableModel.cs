using System.Collections.Immutable;
using Weir.Policy.Addresses;
using Weir.Policy.Compilation;
using Weir.Policy.Model;
using Weir.Policy.Ports;

namespace Weir.Dataplane.Tests;

/// <summary>A whole policy table, as tests write it down: deltas are the difference of two.</summary>
internal sealed record TableModel
{
    public static readonly TableModel Empty = new();

    public ImmutableDictionary<SubjectKey, SubjectClassId> Subjects { get; init; } = ImmutableDictionary<SubjectKey, SubjectClassId>.Empty;

    public ImmutableDictionary<PeerKey, PeerClassId> Peers { get; init; } = ImmutableDictionary<PeerKey, PeerClassId>.Empty;

    public ImmutableDictionary<RangeKey, PeerClassId> Ranges { get; init; } = ImmutableDictionary<RangeKey, PeerClassId>.Empty;

    public ImmutableDictionary<CellKey, PortTableId> Cells { get; init; } = ImmutableDictionary<CellKey, PortTableId>.Empty;

    public ImmutableDictionary<PortTableId, PortSet> PortTables { get; init; } = ImmutableDictionary<PortTableId, PortSet>.Empty;

    public TableModel Subject(Direction direction, string address, int id) =>
        this with { Subjects = Subjects.SetItem(new(direction, IP.Parse(address)), new(id)) };

    public TableModel Peer(Direction direction, string address, int id) =>
        this with { Peers = Peers.SetItem(new(direction, IP.Parse(address)), new(id)) };

    public TableModel Range(Direction direction, string cidr, int id) =>
        this with { Ranges = Ranges.SetItem(new(direction, Cidr.Parse(cidr).Range), new(id)) };

    public TableModel Range(Direction direction, string first, string last, int id) =>
        this with { Ranges = Ranges.SetItem(new(direction, new(IP.Parse(first), IP.Parse(last))), new(id)) };

    public TableModel Cell(Direction direction, int subject, int peer, int table) =>
        this with { Cells = Cells.SetItem(new(direction, new(subject), new(peer)), new(table)) };

    public TableModel Ports(int id, PortSet ports) => this with { PortTables = PortTables.SetItem(new(id), ports) };

    /// <summary>What leads from another table to this one.</summary>
    public TableDelta From(TableModel old) => new()
    {
        Subjects = Difference(old.Subjects, Subjects),
        Peers = Difference(old.Peers, Peers),
        Ranges = Difference(old.Ranges, Ranges),
        Cells = Difference(old.Cells, Cells),
        PortTables = Difference(old.PortTables, PortTables),
    };

    /// <summary>What the table says about a packet that opens a connection, in one direction.</summary>
    public bool Allows(Direction direction, IP subject, IP peer, Protocol protocol, ushort port)
    {
        if (!Subjects.TryGetValue(new(direction, subject), out var subjectClass)) return true;

        return Cells.TryGetValue(new(direction, subjectClass, ClassOf(direction, peer)), out var table)
            && (table == PortTableId.Everything || (PortTables.TryGetValue(table, out var ports) && ports.Contains(protocol, port)));
    }

    private PeerClassId ClassOf(Direction direction, IP peer)
    {
        if (Peers.TryGetValue(new(direction, peer), out var own)) return own;

        foreach (var (key, peerClass) in Ranges)
        {
            if (key.Direction == direction && key.Range.Contains(peer)) return peerClass;
        }

        return default;
    }

    private static List<Edit<TKey, TValue>> Difference<TKey, TValue>(
        ImmutableDictionary<TKey, TValue> old, ImmutableDictionary<TKey, TValue> next)
        where TKey : notnull
    {
        List<Edit<TKey, TValue>> edits = [];
        foreach (var key in old.Keys.Union(next.Keys))
        {
            var had = old.TryGetValue(key, out var before);
            var has = next.TryGetValue(key, out var after);
            if (had != has || !EqualityComparer<TValue>.Default.Equals(before, after)) edits.Add(new(key, had, before!, has, after!));
        }

        return edits;
    }
}
