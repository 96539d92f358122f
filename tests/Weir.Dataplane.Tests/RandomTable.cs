using System.Collections.Immutable;
using Weir.Policy.Addresses;
using Weir.Policy.Compilation;
using Weir.Policy.Model;
using Weir.Policy.Ports;

namespace Weir.Dataplane.Tests;

/// <summary>Random tables from small pools, so that consecutive ones share much and touch often.</summary>
internal sealed class RandomTable(int seed)
{
    /// <summary>How many addresses of each family are pods and peers.</summary>
    public const int Pool = 8;

    private static readonly Direction[] Directions = [Direction.Ingress, Direction.Egress];

    private static readonly PortRange[] PortPool =
    [
        new(0), new(80), new(443), new(65535), new(0, 1), new(80, 81), new(79, 443), new(1024, 65535), new(0, 65534), new(8080, 8095), PortRange.All,
    ];

    private readonly Random random = new(seed);

    public static IP Address(IPFamily family, int i) =>
        IP.Parse(family == IPFamily.IPv4 ? $"10.0.0.{i}" : $"fd00::{i:x}");

    /// <summary>Changes about one in <paramref name="stability"/> parts of a table.</summary>
    public TableModel Next(TableModel old, int stability)
    {
        var next = old;
        foreach (var direction in Directions)
        {
            foreach (var family in (ReadOnlySpan<IPFamily>)[IPFamily.IPv4, IPFamily.IPv6])
            {
                for (var i = 0; i < Pool; i++)
                {
                    if (Changes()) next = next with { Subjects = Put(next.Subjects, new(direction, Address(family, i)), 1, 4, id => new SubjectClassId(id)) };
                    if (Changes()) next = next with { Peers = Put(next.Peers, new(direction, Address(family, i)), 0, 5, id => new PeerClassId(id)) };
                }

                if (Changes() || Changes()) next = next with { Ranges = ReplaceRanges(next.Ranges, direction, family) };
            }

            for (var subject = 1; subject <= 4; subject++)
            {
                for (var peer = 0; peer <= 5; peer++)
                {
                    if (Changes()) next = next with { Cells = Put(next.Cells, new(direction, new(subject), new(peer)), 1, 6, id => new PortTableId(id)) };
                }
            }
        }

        for (var table = 2; table <= 6; table++)
        {
            if (!Changes()) continue;
            var ports = Ports();
            next = next with { PortTables = ports.IsEmpty ? next.PortTables.Remove(new(table)) : next.PortTables.SetItem(new(table), ports) };
        }

        return next;

        bool Changes() => random.Next(stability) == 0;
    }

    private ImmutableDictionary<TKey, TValue> Put<TKey, TValue>(
        ImmutableDictionary<TKey, TValue> map, TKey key, int lowest, int highest, Func<int, TValue> make)
        where TKey : notnull =>
        random.Next(3) == 0 ? map.Remove(key) : map.SetItem(key, make(random.Next(lowest, highest + 1)));

    /// <summary>Cuts a part of the address space anew: neighbours touch, and some reach the ends of the family.</summary>
    private ImmutableDictionary<RangeKey, PeerClassId> ReplaceRanges(
        ImmutableDictionary<RangeKey, PeerClassId> ranges, Direction direction, IPFamily family)
    {
        var last = family.Last();
        var pool = Address(family, 0).Bits;
        UInt128[] cuts =
        [
            0, 1, 4, 5,
            pool - 1, pool, pool + 1, pool + 2, pool + 4, pool + 5, pool + 7, pool + 8,
            last.Bits - 256, last.Bits - 2, last.Bits - 1, last.Bits,
        ];
        var from = random.Next(cuts.Length);
        var to = random.Next(from, cuts.Length);
        IPRange window = new(new(cuts[from], family), new(cuts[to], family));

        var builder = ranges.ToBuilder();
        foreach (var key in ranges.Keys)
        {
            if (key.Direction == direction && key.Range.Family == family && key.Range.First <= window.Last && key.Range.Last >= window.First)
            {
                builder.Remove(key);
            }
        }

        var start = cuts[from];
        for (var i = from; i <= to && start <= cuts[to]; i++)
        {
            // A range ends before the next cut, on it, or two cuts further.
            var end = cuts[Math.Min(i + random.Next(2), to)];
            if (end < start) continue;
            if (random.Next(4) != 0)
            {
                var fits = !builder.Keys.Any(key => key.Direction == direction && key.Range.Family == family
                    && key.Range.First.Bits <= end && key.Range.Last.Bits >= start);
                if (fits) builder[new(direction, new(new(start, family), new(end, family)))] = new(random.Next(6));
            }

            if (end == last.Bits) break;
            start = end + 1;
        }

        return builder.ToImmutable();
    }

    private PortSet Ports()
    {
        var set = PortSet.None;
        foreach (var protocol in (ReadOnlySpan<Protocol>)[Protocol.Tcp, Protocol.Udp, Protocol.Sctp])
        {
            for (var i = random.Next(4); i > 0; i--) set = set.Union(PortSet.Of(protocol, PortPool[random.Next(PortPool.Length)]));
        }

        return random.Next(6) == 0 ? set.Union(PortSet.All.Except(PortSet.Of(Protocol.Tcp)).Except(PortSet.Of(Protocol.Udp)).Except(PortSet.Of(Protocol.Sctp))) : set;
    }

}
