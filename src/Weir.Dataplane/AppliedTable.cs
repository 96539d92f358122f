using Weir.Policy.Addresses;
using Weir.Policy.Compilation;
using Weir.Policy.Model;
using Weir.Policy.Ports;

namespace Weir.Dataplane;

/// <summary>What a driver has applied: the sum of all deltas so far. It knows nothing of how a kernel keeps it.</summary>
internal sealed class AppliedTable
{
    private readonly Dictionary<SubjectKey, SubjectClassId> subjects = [];
    private readonly Dictionary<PeerKey, PeerClassId> peers = [];
    private readonly Dictionary<RangeKey, PeerClassId> ranges = [];
    private readonly Dictionary<PortTableId, PortSet> portTables = [];
    private readonly Dictionary<SubjectClass, HashSet<IP>> pods = [];
    private readonly Dictionary<SubjectClass, Dictionary<PeerClassId, PortTableId>> cells = [];
    private readonly Dictionary<Direction, SortedSet<IPRange>> sortedRanges = new()
    {
        [Direction.Ingress] = [],
        [Direction.Egress] = [],
    };

    public IReadOnlyDictionary<SubjectKey, SubjectClassId> Subjects => subjects;

    public IReadOnlyDictionary<PeerKey, PeerClassId> Peers => peers;

    public IReadOnlyDictionary<RangeKey, PeerClassId> Ranges => ranges;

    public IReadOnlyDictionary<PortTableId, PortSet> PortTables => portTables;

    public bool IsIsolated(SubjectKey key) => subjects.ContainsKey(key);

    /// <summary>The pods of a class, in no order.</summary>
    public IReadOnlyCollection<IP> PodsOf(SubjectClass subject) => pods.TryGetValue(subject, out var set) ? set : [];

    /// <summary>A class's row of the table; null when it has no cell at all.</summary>
    public IReadOnlyDictionary<PeerClassId, PortTableId>? CellsOf(SubjectClass subject) => cells.GetValueOrDefault(subject);

    public bool TryGetCell(CellKey key, out PortTableId table)
    {
        table = default;
        return cells.TryGetValue(new(key.Direction, key.Subject), out var row) && row.TryGetValue(key.Peer, out table);
    }

    /// <summary>The ranges that share an address with the given one, from the highest down.</summary>
    public IEnumerable<IPRange> Overlapping(Direction direction, IPRange range)
    {
        // Sorts after every range that starts in or before the given one.
        IPRange highest = new(range.Last, range.Family.Last()), lowest = default;
        foreach (var candidate in sortedRanges[direction].GetViewBetween(lowest, highest).Reverse())
        {
            // Applied ranges are disjoint: what lies further down ends even earlier.
            if (candidate.Family != range.Family || candidate.Last < range.First) yield break;
            yield return candidate;
        }
    }

    /// <summary>Takes over a delta that fits, and that is in force.</summary>
    public void Commit(TableDelta delta)
    {
        foreach (var edit in delta.Subjects)
        {
            Set(subjects, edit);
            if (edit.Had) RemovePod(new(edit.Key.Direction, edit.Old), edit.Key.Address);
            if (edit.Has) AddPod(new(edit.Key.Direction, edit.New), edit.Key.Address);
        }

        foreach (var edit in delta.Peers) Set(peers, edit);
        foreach (var edit in delta.PortTables) Set(portTables, edit);
        foreach (var edit in delta.Cells) SetCell(edit);
        foreach (var edit in delta.Ranges)
        {
            Set(ranges, edit);
            var sorted = sortedRanges[edit.Key.Direction];
            if (edit.Has) sorted.Add(edit.Key.Range);
            else sorted.Remove(edit.Key.Range);
        }
    }

    /// <summary>The delta that makes this table of an empty one.</summary>
    public TableDelta ToDelta() => new()
    {
        Subjects = [.. subjects.Select(Addition)],
        Peers = [.. peers.Select(Addition)],
        Ranges = [.. ranges.Select(Addition)],
        PortTables = [.. portTables.Select(Addition)],
        Cells =
        [
            .. from row in cells
               from cell in row.Value
               select Addition(KeyValuePair.Create(new CellKey(row.Key.Direction, row.Key.Id, cell.Key), cell.Value)),
        ],
    };

    private static Edit<TKey, TValue> Addition<TKey, TValue>(KeyValuePair<TKey, TValue> entry) =>
        new(entry.Key, Had: false, default!, Has: true, entry.Value);

    private static void Set<TKey, TValue>(Dictionary<TKey, TValue> map, Edit<TKey, TValue> edit)
        where TKey : notnull
    {
        if (edit.Has) map[edit.Key] = edit.New;
        else map.Remove(edit.Key);
    }

    private void SetCell(Edit<CellKey, PortTableId> edit)
    {
        SubjectClass subject = new(edit.Key.Direction, edit.Key.Subject);
        if (!cells.TryGetValue(subject, out var row)) cells[subject] = row = [];

        if (edit.Has) row[edit.Key.Peer] = edit.New;
        else row.Remove(edit.Key.Peer);
        if (row.Count == 0) cells.Remove(subject);
    }

    private void AddPod(SubjectClass subject, IP pod)
    {
        if (!pods.TryGetValue(subject, out var set)) pods[subject] = set = [];
        set.Add(pod);
    }

    private void RemovePod(SubjectClass subject, IP pod)
    {
        var set = pods[subject];
        set.Remove(pod);
        if (set.Count == 0) pods.Remove(subject);
    }
}

/// <summary>A subject class with the direction in which its number is unique.</summary>
internal readonly record struct SubjectClass(Direction Direction, SubjectClassId Id);

internal static class EditExtensions
{
    /// <summary>Something differs between before and after.</summary>
    public static bool IsChange<TKey, TValue>(this Edit<TKey, TValue> edit) =>
        edit.Had != edit.Has || (edit.Has && !EqualityComparer<TValue>.Default.Equals(edit.Old, edit.New));
}
