using Weir.Policy.Addresses;
using Weir.Policy.Compilation;
using Weir.Policy.Model;

namespace Weir.Dataplane.Nftables.Layout;

/// <summary>
/// Translates a table's change to the change of the kernel's elements. The delta has been checked against what is applied.
/// </summary>
internal static class DeltaElements
{
    public static ElementChanges Of(AppliedTable applied, TableDelta delta)
    {
        ElementChanges changes = new();
        AddSubjects(applied, delta, changes);
        AddPeers(delta, changes);
        AddRanges(delta, changes);
        RowElements.AddTo(changes, applied, delta);
        AddPortTables(delta, changes);
        return changes;
    }

    private static void AddSubjects(AppliedTable applied, TableDelta delta, ElementChanges changes)
    {
        foreach (var edit in delta.Subjects)
        {
            if (edit.Had == edit.Has) continue;

            var set = KernelLayout.Of(edit.Key.Direction, edit.Key.Address.Family).Isolated;
            var element = new Element(ElementKey.Of(edit.Key.Address));
            if (edit.Has) changes.Add(set, element);
            else changes.Delete(set, element);
        }

        AddHairpins(applied, delta, changes);
    }

    /// <summary>A pod that is judged in either direction is exempt from both when it talks to itself.</summary>
    private static void AddHairpins(AppliedTable applied, TableDelta delta, ElementChanges changes)
    {
        Dictionary<SubjectKey, bool> isolated = [];
        foreach (var edit in delta.Subjects) isolated[edit.Key] = edit.Has;

        foreach (var address in delta.Subjects.Select(edit => edit.Key.Address).Distinct())
        {
            SubjectKey ingress = new(Direction.Ingress, address), egress = new(Direction.Egress, address);
            var before = applied.IsIsolated(ingress) || applied.IsIsolated(egress);
            var after = IsolatedAfter(ingress) || IsolatedAfter(egress);
            if (before == after) continue;

            var element = new Element(ElementKey.Of(address).And(address));
            if (after) changes.Add(KernelLayout.Hairpin(address.Family), element);
            else changes.Delete(KernelLayout.Hairpin(address.Family), element);
        }

        bool IsolatedAfter(SubjectKey key) => isolated.TryGetValue(key, out var has) ? has : applied.IsIsolated(key);
    }

    private static void AddPeers(TableDelta delta, ElementChanges changes)
    {
        foreach (var edit in delta.Peers)
        {
            if (!edit.IsChange()) continue;

            var set = KernelLayout.Of(edit.Key.Direction, edit.Key.Address.Family).Peers;
            var element = new Element(ElementKey.Of(edit.Key.Address));
            if (edit.Had) changes.Delete(set, element);
            if (edit.Has) changes.Add(set, element with { Value = ScratchRegister.OfPeer(edit.New) });
        }
    }

    private static void AddRanges(TableDelta delta, ElementChanges changes)
    {
        // In order of address, as the kernel's check for overlaps expects of what stands side by side.
        foreach (var edit in delta.Ranges.OrderBy(edit => edit.Key.Range))
        {
            if (!edit.IsChange()) continue;

            var (first, last) = edit.Key.Range;
            var set = KernelLayout.Of(edit.Key.Direction, first.Family).Cidrs;
            var start = new Element(ElementKey.Of(first));
            if (edit.Had) changes.Delete(set, start);
            if (edit.Has) changes.Add(set, start with { Value = ScratchRegister.Of(edit.New) });

            // After the highest address there is no next one: such a range stays open.
            if (last == first.Family.Last()) continue;

            var end = new Element(ElementKey.Of(new IP(last.Bits + 1, last.Family))) { IsIntervalEnd = true };
            if (edit.Had) changes.Delete(set, end);
            if (edit.Has) changes.Add(set, end);
        }
    }

    private static void AddPortTables(TableDelta delta, ElementChanges changes)
    {
        foreach (var edit in delta.PortTables)
        {
            if (!edit.IsChange()) continue;

            if (edit.Had)
            {
                foreach (var (set, element) in PortTableElements.Of(edit.Key, edit.Old)) changes.Delete(set, element);
            }

            if (edit.Has)
            {
                foreach (var (set, element) in PortTableElements.Of(edit.Key, edit.New)) changes.Add(set, element);
            }
        }
    }
}
