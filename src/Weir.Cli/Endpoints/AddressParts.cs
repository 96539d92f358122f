using System.Collections.Immutable;
using Weir.Policy.Addresses;
using Weir.Policy.Evaluation;
using Weir.Policy.Resolution;

namespace Weir.Cli.Endpoints;

/// <summary>
/// A block of addresses, cut where a verdict can change: at the borders of the policies' blocks and around each address that a pod
/// or a node has. Any address of a part speaks for all of it.
/// </summary>
internal static class AddressParts
{
    public static ImmutableArray<AddressEnd> Split(PolicyEvaluator evaluator, Cidr block)
    {
        // Each number starts a part; the first address after the block's last is left out.
        var starts = new SortedSet<UInt128> { block.First.Bits };
        foreach (var cidr in Blocks(evaluator.Policies)) Cut(cidr.Range);
        foreach (var pod in evaluator.Cluster.Snapshot.Pods) CutAround(pod.IPs.Items);
        foreach (var node in evaluator.Cluster.Snapshot.Nodes) CutAround(node.Addresses.Items);

        var borders = starts.ToArray();
        var parts = ImmutableArray.CreateBuilder<AddressEnd>(borders.Length);
        for (var i = 0; i < borders.Length; i++)
        {
            var last = i + 1 < borders.Length ? borders[i + 1] - 1 : block.Last.Bits;
            var first = new IP(borders[i], block.Family);
            parts.Add(new AddressEnd(new IPRange(first, new IP(last, block.Family)), evaluator.EndpointOf(first)));
        }

        return parts.MoveToImmutable();

        void CutAround(ImmutableArray<IP> addresses)
        {
            foreach (var address in addresses) Cut(new IPRange(address, address));
        }

        void Cut(IPRange range)
        {
            if (range.Family != block.Family) return;

            if (block.Contains(range.First)) starts.Add(range.First.Bits);
            if (block.Contains(range.Last) && range.Last != block.Last) starts.Add(range.Last.Bits + 1);
        }
    }

    public static string Name(IPRange range, Endpoint endpoint) =>
        range.First == range.Last && endpoint is not ExternalEndpoint ? $"{range.First} ({endpoint})" : string.Join(", ", Cidrs(range));

    /// <summary>Neighbours join, where neither is known by a name of its own.</summary>
    public static string Describe(IEnumerable<AddressEnd> ends)
    {
        List<string> names = [];
        List<IPRange> plain = [];
        foreach (var end in ends.OrderBy(end => end.Range))
        {
            var (first, last) = (end.Range.First, end.Range.Last);
            if (end.Endpoint is not ExternalEndpoint) names.Add(end.Name);
            else if (plain is [.., var before] && before.Last.Bits + 1 == first.Bits) plain[^1] = new IPRange(before.First, last);
            else plain.Add(end.Range);
        }

        return Listing.Of([.. plain.SelectMany(Text), .. names]);
    }

    /// <summary>As one or two CIDRs, or else as a range.</summary>
    private static IEnumerable<string> Text(IPRange range)
    {
        var cidrs = Cidrs(range).Take(3).ToList();
        return cidrs.Count <= 2 ? cidrs : [range.ToString()];
    }

    /// <summary>The fewest CIDRs that make up the range; a lone address stays an address.</summary>
    private static IEnumerable<string> Cidrs(IPRange range)
    {
        if (range.First == range.Last) return [range.First.ToString()];

        return Blocks(range);

        static IEnumerable<string> Blocks(IPRange range)
        {
            var (next, last, width) = (range.First.Bits, range.Last.Bits, range.First.Width);
            while (true)
            {
                // The largest block that starts here and does not reach past the end.
                var size = next == 0 ? width : Math.Min(width, (int)UInt128.TrailingZeroCount(next));
                while (size > 0 && LastOf(next, size) > last) size--;

                yield return new Cidr(new IP(next, range.Family), width - size).ToString();
                if (LastOf(next, size) >= last) yield break;
                next = LastOf(next, size) + 1;
            }
        }
    }

    private static UInt128 LastOf(UInt128 first, int size) => size == 128 ? UInt128.MaxValue : first + (UInt128.One << size) - 1;

    private static IEnumerable<Cidr> Blocks(PolicySet policies) => policies.Tiers
        .SelectMany(tier => tier.Policies)
        .SelectMany(policy => (policy.Ingress ?? []).Concat(policy.Egress ?? []))
        .SelectMany(rule => rule.Peers ?? [])
        .OfType<AddressPeer>()
        .SelectMany(peer => peer.Except.Prepend(peer.Block));
}
