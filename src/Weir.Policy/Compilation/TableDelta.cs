using Weir.Policy.Addresses;
using Weir.Policy.Model;
using Weir.Policy.Ports;

namespace Weir.Policy.Compilation;

/// <summary>
/// What changed in a <see cref="PolicyTable"/>, in the table's own terms: a dataplane applies it as one transaction. Each list
/// holds a key once. See <see cref="PolicyTable"/> for what the maps mean.
/// </summary>
public sealed record TableDelta
{
    public static readonly TableDelta Empty = new();

    /// <summary>Local pod address → its class, for pods that some policy isolates in that direction.</summary>
    public IReadOnlyList<Edit<SubjectKey, SubjectClassId>> Subjects { get; init; } = [];

    /// <summary>Peer address → its class. An address that is not here belongs to the class of the range that holds it, else to class 0.</summary>
    public IReadOnlyList<Edit<PeerKey, PeerClassId>> Peers { get; init; } = [];

    /// <summary>Disjoint address ranges → class.</summary>
    public IReadOnlyList<Edit<RangeKey, PeerClassId>> Ranges { get; init; } = [];

    /// <summary>(subject class, peer class) → what is allowed. A cell that is missing denies.</summary>
    public IReadOnlyList<Edit<CellKey, PortTableId>> Cells { get; init; } = [];

    /// <summary>Port table → its ports. A table is never empty and never changes: new content has a new id.</summary>
    public IReadOnlyList<Edit<PortTableId, PortSet>> PortTables { get; init; } = [];

    public bool IsEmpty =>
        Subjects.Count == 0 && Peers.Count == 0 && Ranges.Count == 0 && Cells.Count == 0 && PortTables.Count == 0;
}

/// <summary>One key's change. <c>New</c> is meaningful when <paramref name="Has"/>, <c>Old</c> when <paramref name="Had"/>; at least one holds.</summary>
public readonly record struct Edit<TKey, TValue>(TKey Key, bool Had, TValue Old, bool Has, TValue New)
{
    public override string ToString() => $"{Key}: {(Had ? Old : "-")} -> {(Has ? New : "-")}";
}

public readonly record struct SubjectKey(Direction Direction, IP Address);

public readonly record struct PeerKey(Direction Direction, IP Address);

public readonly record struct RangeKey(Direction Direction, IPRange Range);

public readonly record struct CellKey(Direction Direction, SubjectClassId Subject, PeerClassId Peer);

/// <summary>A class of local pods to which the same rules apply. Unique within a direction, from 1 up; ids of dead classes are used again.</summary>
public readonly record struct SubjectClassId(int Value);

/// <summary>A class of addresses that match the same peers of rules. Unique within a direction; 0: addresses that match none.</summary>
public readonly record struct PeerClassId(int Value);

/// <summary>A set of ports, shared by both directions, from 1 up. 0 is the empty set and appears in no map; 1 is everything.</summary>
public readonly record struct PortTableId(int Value)
{
    public static readonly PortTableId Everything = new(1);
}
