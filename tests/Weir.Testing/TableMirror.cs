using Weir.Policy.Compilation;
using Weir.Policy.Model;
using Weir.Policy.Ports;

namespace Weir.Testing;

/// <summary>
/// What a dataplane would hold after a series of deltas. It insists that each edit fits what is there, and can say its content in a
/// form that does not depend on the numbers of classes.
/// </summary>
public sealed class TableMirror
{
    private readonly Dictionary<SubjectKey, SubjectClassId> subjects = [];
    private readonly Dictionary<PeerKey, PeerClassId> peers = [];
    private readonly Dictionary<RangeKey, PeerClassId> ranges = [];
    private readonly Dictionary<CellKey, PortTableId> cells = [];
    private readonly Dictionary<PortTableId, PortSet> tables = [];

    public void Apply(TableDelta delta)
    {
        ArgumentNullException.ThrowIfNull(delta);
        Apply(subjects, delta.Subjects);
        Apply(peers, delta.Peers);
        Apply(ranges, delta.Ranges);
        Apply(cells, delta.Cells);
        Apply(tables, delta.PortTables);
    }

    /// <summary>One line a fact, sorted: addresses stand for their classes.</summary>
    public string Describe()
    {
        List<string> lines = [];
        foreach (var direction in (ReadOnlySpan<Direction>)[Direction.Ingress, Direction.Egress])
        {
            var subjectNames = subjects.Where(item => item.Key.Direction == direction)
                .ToLookup(item => item.Value, item => item.Key.Address.ToString())
                .ToDictionary(group => group.Key, group => string.Join(' ', group.Order(StringComparer.Ordinal)));
            var peerNames = peers.Where(item => item.Key.Direction == direction).Select(item => (item.Value, Name: item.Key.Address.ToString()))
                .Concat(ranges.Where(item => item.Key.Direction == direction).Select(item => (item.Value, Name: item.Key.Range.ToString())))
                .ToLookup(item => item.Value, item => item.Name)
                .ToDictionary(group => group.Key, group => string.Join(' ', group.Order(StringComparer.Ordinal)));
            peerNames[new PeerClassId(0)] = "anybody else " + peerNames.GetValueOrDefault(new PeerClassId(0));

            lines.AddRange(subjectNames.Values.Select(name => $"{direction} isolated {name}"));
            lines.AddRange(peerNames.Values.Select(name => $"{direction} peers {name}"));
            foreach (var (key, table) in cells.Where(item => item.Key.Direction == direction))
            {
                // A class that only address-less pods are in has no name here and no use to a dataplane.
                var ports = table == PortTableId.Everything ? PortSet.All : tables[table];
                if (subjectNames.TryGetValue(key.Subject, out var subject) && peerNames.TryGetValue(key.Peer, out var peer))
                {
                    lines.Add($"{direction} {subject} with {peer}: {ports}");
                }
            }
        }

        lines.Add($"tables {string.Join(" | ", tables.Values.Select(table => table.ToString()).Order(StringComparer.Ordinal))}");
        lines.Sort(StringComparer.Ordinal);
        return string.Join('\n', lines);
    }

    private static void Apply<TKey, TValue>(Dictionary<TKey, TValue> map, IReadOnlyList<Edit<TKey, TValue>> edits)
        where TKey : notnull
    {
        foreach (var edit in edits)
        {
            var had = map.TryGetValue(edit.Key, out var old);
            if (had != edit.Had || (had && !Equals(old, edit.Old))) throw new InvalidOperationException($"{edit} does not fit: {old}");

            if (edit.Has) map[edit.Key] = edit.New;
            else map.Remove(edit.Key);
        }
    }
}
