using Weir.Policy.Addresses;
using Weir.Policy.Analysis.Connections;

namespace Weir.Cli.Verbs.List;

/// <summary>Peers as people read them.</summary>
internal static class PeerText
{
    private const int MostNetworks = 3;

    public static string Of(ConnectionPeer peer) => peer is OutsidePeer outside ? Of(outside) : peer.Id;

    /// <summary>Workloads by their ids, the outside one network at a time: as programs join them.</summary>
    public static IEnumerable<string> Ids(ConnectionPeer peer) =>
        peer is OutsidePeer outside ? outside.Cidrs.Select(cidr => cidr.ToString()) : [peer.Id];

    private static string Of(OutsidePeer outside) =>
        string.Join(", ", outside.Ranges.GroupBy(range => range.Family).Select(family => Of([.. family])));

    /// <summary>The networks, or where that is shorter, the one around them and its holes.</summary>
    private static string Of(IPRange[] ranges)
    {
        var cidrs = ranges.SelectMany(AddressRanges.Cidrs).ToArray();
        var plain = string.Join(", ", cidrs);
        if (cidrs.Length <= MostNetworks) return plain;

        var around = Around(ranges[0].First, ranges[^1].Last);
        var holes = Holes(around.Range, ranges).SelectMany(AddressRanges.Cidrs).ToArray();
        return holes.Length + 1 < cidrs.Length ? $"{around} except {string.Join(", ", holes)}" : plain;
    }

    private static Cidr Around(IP first, IP last)
    {
        var length = first.Width;
        while (!new Cidr(first, length).Contains(last)) length--;
        return new Cidr(first, length);
    }

    private static IEnumerable<IPRange> Holes(IPRange around, IPRange[] ranges)
    {
        var next = around.First.Bits;
        foreach (var range in ranges)
        {
            if (range.First.Bits > next) yield return Range(next, range.First.Bits - 1);
            if (range.Last == around.Last) yield break;

            next = range.Last.Bits + 1;
        }

        yield return Range(next, around.Last.Bits);

        IPRange Range(UInt128 from, UInt128 to) => new(new IP(from, around.Family), new IP(to, around.Family));
    }
}
