using Weir.Policy.Addresses;
using Weir.Policy.Compilation;
using Weir.Policy.Model;

namespace Weir.Dataplane.Nftables.Layout;

/// <summary>
/// The policy table has a cell for each (subject class, peer class); the kernel has a row for each (peer class . pod), so that it need
/// not look up the pod's class. A cell's change becomes a row's change for every pod of the class.
/// </summary>
internal static class RowElements
{
    private static readonly IReadOnlyDictionary<PeerClassId, PortTableId> NoCells = new Dictionary<PeerClassId, PortTableId>();

    public static void AddTo(ElementChanges changes, AppliedTable applied, TableDelta delta)
    {
        var edits = delta.Cells
            .GroupBy(edit => new SubjectClass(edit.Key.Direction, edit.Key.Subject))
            .ToDictionary(group => group.Key, group => group.ToArray());
        AddPodsThatStay(changes, applied, delta, edits);
        AddPodsThatMove(changes, applied, delta, edits);
    }

    private static void AddPodsThatStay(
        ElementChanges changes, AppliedTable applied, TableDelta delta, Dictionary<SubjectClass, Edit<CellKey, PortTableId>[]> edits)
    {
        var moving = delta.Subjects.Select(edit => edit.Key).ToHashSet();
        foreach (var (subject, cells) in edits)
        {
            foreach (var pod in applied.PodsOf(subject))
            {
                if (moving.Contains(new(subject.Direction, pod))) continue;

                foreach (var cell in cells)
                {
                    if (!cell.IsChange()) continue;
                    if (cell.Had) Delete(changes, subject.Direction, pod, cell.Key.Peer);
                    if (cell.Has) Add(changes, subject.Direction, pod, cell.Key.Peer, cell.New);
                }
            }
        }
    }

    /// <summary>Only the rows in which a pod's old and new class differ are touched.</summary>
    private static void AddPodsThatMove(
        ElementChanges changes, AppliedTable applied, TableDelta delta, Dictionary<SubjectClass, Edit<CellKey, PortTableId>[]> edits)
    {
        Dictionary<SubjectClass, IReadOnlyDictionary<PeerClassId, PortTableId>> after = [];
        foreach (var edit in delta.Subjects)
        {
            var (direction, pod) = edit.Key;
            var oldCells = edit.Had ? applied.CellsOf(new(direction, edit.Old)) ?? NoCells : NoCells;
            var newCells = edit.Has ? CellsAfter(new(direction, edit.New)) : NoCells;

            foreach (var (peer, table) in oldCells)
            {
                if (!newCells.TryGetValue(peer, out var kept) || kept != table) Delete(changes, direction, pod, peer);
            }

            foreach (var (peer, table) in newCells)
            {
                if (!oldCells.TryGetValue(peer, out var kept) || kept != table) Add(changes, direction, pod, peer, table);
            }
        }

        IReadOnlyDictionary<PeerClassId, PortTableId> CellsAfter(SubjectClass subject)
        {
            var before = applied.CellsOf(subject) ?? NoCells;
            if (!edits.TryGetValue(subject, out var changed)) return before;
            if (after.TryGetValue(subject, out var known)) return known;

            var cells = new Dictionary<PeerClassId, PortTableId>(before);
            foreach (var edit in changed)
            {
                if (edit.Has) cells[edit.Key.Peer] = edit.New;
                else cells.Remove(edit.Key.Peer);
            }

            return after[subject] = cells;
        }
    }

    private static void Delete(ElementChanges changes, Direction direction, IP pod, PeerClassId peer) =>
        changes.Delete(KernelLayout.Of(direction, pod.Family).Rows, Row(pod, peer));

    private static void Add(ElementChanges changes, Direction direction, IP pod, PeerClassId peer, PortTableId table) =>
        changes.Add(KernelLayout.Of(direction, pod.Family).Rows, Row(pod, peer) with { Value = ScratchRegister.Of(table) });

    private static Element Row(IP pod, PeerClassId peer) => new(ElementKey.Of(ScratchRegister.Of(peer)).And(pod));
}
