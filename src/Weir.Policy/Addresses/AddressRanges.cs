using System.Collections.Immutable;

namespace Weir.Policy.Addresses;

/// <summary>Blocks with holes as plain ranges.</summary>
public static class AddressRanges
{
    /// <summary>
    /// The block minus its holes, as disjoint ranges in ascending order. Holes may repeat, overlap, lie outside or cover the whole
    /// block (R36); those of the other family cut nothing.
    /// </summary>
    public static IEnumerable<IPRange> Flatten(Cidr block, IEnumerable<Cidr> except)
    {
        ArgumentNullException.ThrowIfNull(except);
        if (block.Family == IPFamily.None) yield break;

        var (next, last) = (block.First.Bits, block.Last.Bits);
        foreach (var hole in except.Where(hole => hole.Family == block.Family).OrderBy(hole => hole.First))
        {
            var (from, to) = (hole.First.Bits, hole.Last.Bits);
            if (to < next || from > last) continue;

            if (from > next) yield return Range(next, from - 1);
            if (to >= last) yield break;

            next = to + 1;
        }

        yield return Range(next, last);

        IPRange Range(UInt128 from, UInt128 to) => new(new IP(from, block.Family), new IP(to, block.Family));
    }

    /// <summary>The fewest networks that together are the range, in ascending order.</summary>
    public static IEnumerable<Cidr> Cidrs(IPRange range)
    {
        var (next, last, width) = (range.First.Bits, range.Last.Bits, range.First.Width);
        while (next <= last)
        {
            // The largest network that begins here and does not reach beyond the range.
            var host = Math.Min(width, (int)UInt128.TrailingZeroCount(next));
            while (Cidr.HostMask(width, width - host) > last - next) host--;

            yield return new Cidr(new IP(next, range.Family), width - host);

            var step = Cidr.HostMask(width, width - host);
            if (next + step == last) yield break; // The family may end here.
            next += step + 1;
        }
    }

    /// <summary>The same addresses in ascending order, where neighbours are one range. The ranges must be disjoint.</summary>
    public static ImmutableArray<IPRange> Join(IEnumerable<IPRange> ranges)
    {
        List<IPRange> joined = [];
        foreach (var range in ranges.Order())
        {
            if (joined is [.., var before] && before.Family == range.Family && before.Last.Bits + 1 == range.First.Bits)
            {
                joined[^1] = new IPRange(before.First, range.Last);
            }
            else
            {
                joined.Add(range);
            }
        }

        return [.. joined];
    }
}
