using System.Diagnostics.CodeAnalysis;
using Weir.Policy.Addresses;
using Weir.Policy.Compilation;
using Weir.Policy.Model;
using Weir.Policy.Ports;

namespace Weir.Dataplane;

/// <summary>
/// Finds a caller's bugs before a kernel sees them: a delta must start from exactly what is applied, and its parts must make sense.
/// </summary>
internal static class DeltaCheck
{
    /// <exception cref="ArgumentException">The first thing that does not fit.</exception>
    public static void Check(AppliedTable applied, TableDelta delta, int maxPeerClass)
    {
        CheckEdits(nameof(delta.Subjects), delta.Subjects, applied.Subjects.TryGetValue);
        CheckEdits(nameof(delta.Peers), delta.Peers, applied.Peers.TryGetValue);
        CheckEdits(nameof(delta.Ranges), delta.Ranges, applied.Ranges.TryGetValue);
        CheckEdits(nameof(delta.Cells), delta.Cells, applied.TryGetCell);
        CheckEdits(nameof(delta.PortTables), delta.PortTables, applied.PortTables.TryGetValue);

        foreach (var edit in delta.Subjects) Require(IsAddress(edit.Key.Address), nameof(delta.Subjects), edit);
        foreach (var edit in delta.Peers)
        {
            Require(IsAddress(edit.Key.Address) && (!edit.Has || IsPeerClass(edit.New)), nameof(delta.Peers), edit);
        }

        foreach (var edit in delta.Ranges)
        {
            Require(IsRange(edit.Key.Range) && (!edit.Has || IsPeerClass(edit.New)), nameof(delta.Ranges), edit);
        }

        foreach (var edit in delta.Cells)
        {
            Require(IsPeerClass(edit.Key.Peer) && (!edit.Has || edit.New.Value > 0), nameof(delta.Cells), edit);
        }

        foreach (var edit in delta.PortTables)
        {
            Require(edit.Key.Value > 0 && (!edit.Has || IsContentOf(edit.Key, edit.New)), nameof(delta.PortTables), edit);
        }

        foreach (var direction in (ReadOnlySpan<Direction>)[Direction.Ingress, Direction.Egress]) CheckOverlaps(applied, delta, direction);

        bool IsPeerClass(PeerClassId id) => id.Value >= 0 && id.Value <= maxPeerClass;
    }

    private delegate bool Known<in TKey, TValue>(TKey key, [MaybeNullWhen(false)] out TValue value);

    private static void CheckEdits<TKey, TValue>(string list, IReadOnlyList<Edit<TKey, TValue>> edits, Known<TKey, TValue> known)
        where TKey : notnull
    {
        if (edits.Count == 0) return;

        HashSet<TKey> seen = new(edits.Count);
        foreach (var edit in edits)
        {
            Require(seen.Add(edit.Key), list, edit, "its key comes twice");
            Require(edit.Had || edit.Has, list, edit, "it neither had nor has a value");

            var has = known(edit.Key, out var value);
            var fits = has == edit.Had && (!has || EqualityComparer<TValue>.Default.Equals(value, edit.Old));
            if (!fits) Require(false, list, edit, has ? $"applied is {value}" : "nothing is applied");
        }
    }

    /// <summary>Added ranges share no address with each other, nor with a range that stays.</summary>
    private static void CheckOverlaps(AppliedTable applied, TableDelta delta, Direction direction)
    {
        var added = delta.Ranges.Where(edit => edit.Key.Direction == direction && edit is { Has: true, Had: false }).ToArray();
        if (added.Length == 0) return;

        var removed = delta.Ranges
            .Where(edit => edit.Key.Direction == direction && !edit.Has)
            .Select(edit => edit.Key.Range)
            .ToHashSet();
        Array.Sort(added, (a, b) => a.Key.Range.CompareTo(b.Key.Range));
        for (var i = 0; i < added.Length; i++)
        {
            var range = added[i].Key.Range;
            Require(i == 0 || added[i - 1].Key.Range.Last < range.First, nameof(delta.Ranges), added[i], "it overlaps another one");

            var stays = applied.Overlapping(direction, range).Any(other => !removed.Contains(other));
            Require(!stays, nameof(delta.Ranges), added[i], "it overlaps a range that stays");
        }
    }

    private static bool IsAddress(IP ip) => ip.Family is IPFamily.IPv4 or IPFamily.IPv6;

    private static bool IsRange(IPRange range) =>
        IsAddress(range.First) && range.Last.Family == range.First.Family && range.First <= range.Last;

    /// <summary>Everything has a number of its own, and what is empty has none: a cell that is missing says that.</summary>
    private static bool IsContentOf(PortTableId id, PortSet? ports) =>
        ports is { IsEmpty: false } && (id != PortTableId.Everything || ports.IsAll);

    private static void Require<TKey, TValue>(
        bool condition, string list, Edit<TKey, TValue> edit, string why = "it is out of range")
    {
        if (!condition) throw new ArgumentException($"{list} edit \"{edit}\": {why}.", nameof(edit));
    }
}
