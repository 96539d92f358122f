using System.Collections.Immutable;
using Weir.Policy.Addresses;

namespace Weir.Policy.Compilation;

/// <summary>
/// The address space of one family, cut into disjoint ranges by the blocks that were added: each range carries the sorted numbers
/// of the blocks that hold it. Ranges that no block holds are left out, and neighbours that carry the same are one range, so the
/// content does not depend on the order of additions and removals.
/// </summary>
internal sealed class RangeMap(IPFamily family)
{
    private List<Segment> segments = [];

    public IReadOnlyList<Segment> Segments => segments;

    /// <summary>The blocks that hold this address.</summary>
    public ImmutableArray<int> Find(IP address)
    {
        var index = IndexOf(address.Bits);
        return index < segments.Count && segments[index].First <= address.Bits ? segments[index].Blocks : [];
    }

    /// <summary>
    /// Adds or removes one block on one range. Segments that vanish go to <paramref name="removed"/>, new ones to
    /// <paramref name="added"/>; one that is only touched may be in both.
    /// </summary>
    public void Change(IPRange range, int block, bool add, List<Segment> removed, List<Segment> added)
    {
        var (first, last) = (range.First.Bits, range.Last.Bits);

        // From the segment that ends next to the range to the one that begins next to it: those may have to be joined.
        var from = IndexOf(first == 0 ? 0 : first - 1);
        var to = from;
        while (to < segments.Count && (segments[to].First <= last || segments[to].First - 1 == last)) to++;

        List<Segment> fresh = [];
        var at = first;
        var beyond = false;
        for (var i = from; i < to; i++)
        {
            var old = segments[i];
            if (old.First < first) Append(fresh, new(family, old.First, Min(old.Last, first - 1), old.Blocks));

            if (old.Last >= first && old.First <= last)
            {
                if (add && old.First > at) Append(fresh, new(family, at, old.First - 1, [block]));

                var inside = new Segment(family, Max(old.First, first), Min(old.Last, last), Edit(old.Blocks, block, add));
                if (!inside.Blocks.IsEmpty) Append(fresh, inside);
                beyond = inside.Last == family.Last().Bits;
                at = beyond ? at : inside.Last + 1;
            }

            if (old.Last > last)
            {
                FillTo(last);
                Append(fresh, new(family, Max(old.First, last + 1), old.Last, old.Blocks));
            }
        }

        FillTo(last);
        Replace(from, to, fresh, removed, added);

        void FillTo(UInt128 end)
        {
            if (!add || beyond || at > end) return;

            Append(fresh, new(family, at, end, [block]));
            beyond = end == family.Last().Bits;
            at = beyond ? at : end + 1;
        }
    }

    private void Replace(int from, int to, List<Segment> fresh, List<Segment> removed, List<Segment> added)
    {
        // Ends that stay as they were are no change.
        var head = 0;
        while (head < fresh.Count && from + head < to && fresh[head].Equals(segments[from + head])) head++;
        var tail = 0;
        while (tail < fresh.Count - head && to - tail > from + head && fresh[^(tail + 1)].Equals(segments[to - tail - 1])) tail++;

        removed.AddRange(segments.GetRange(from + head, to - tail - from - head));
        added.AddRange(fresh.GetRange(head, fresh.Count - head - tail));
        segments.RemoveRange(from, to - from);
        segments.InsertRange(from, fresh);
    }

    /// <summary>Appends, joined to its neighbour where both carry the same.</summary>
    private static void Append(List<Segment> list, Segment segment)
    {
        if (list is [.., var last] && last.Last + 1 == segment.First && last.Blocks.AsSpan().SequenceEqual(segment.Blocks.AsSpan()))
        {
            list[^1] = last with { Last = segment.Last };
            return;
        }

        list.Add(segment);
    }

    private static ImmutableArray<int> Edit(ImmutableArray<int> blocks, int block, bool add)
    {
        var index = blocks.BinarySearch(block);
        if (add) return index >= 0 ? blocks : blocks.Insert(~index, block);
        return index >= 0 ? blocks.RemoveAt(index) : blocks;
    }

    /// <summary>The index of the first segment that ends at or behind an address.</summary>
    private int IndexOf(UInt128 bits)
    {
        int low = 0, high = segments.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (segments[middle].Last < bits) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static UInt128 Min(UInt128 a, UInt128 b) => a < b ? a : b;

    private static UInt128 Max(UInt128 a, UInt128 b) => a > b ? a : b;

    internal readonly record struct Segment(IPFamily Family, UInt128 First, UInt128 Last, ImmutableArray<int> Blocks)
    {
        public IPRange Range => new(new IP(First, Family), new IP(Last, Family));

        public bool Equals(Segment other) =>
            First == other.First && Last == other.Last && Family == other.Family && Blocks.AsSpan().SequenceEqual(other.Blocks.AsSpan());

        public override int GetHashCode() => HashCode.Combine(First, Last, Blocks.Length);
    }
}
