using System.Collections.Immutable;

namespace Weir.Policy.Ports;

/// <summary>
/// A set of (protocol, port) pairs: sorted disjoint ranges for TCP, UDP and SCTP, and one bit for every other protocol, whose ports
/// no policy can name (R51). Compared by content. The empty set is what a missing row means: nothing is allowed.
/// </summary>
public sealed class PortSet : IEquatable<PortSet>
{
    public static readonly PortSet None = new([], [], [], other: false);

    public static readonly PortSet All = new([PortRange.All], [PortRange.All], [PortRange.All], other: true);

    private readonly ImmutableArray<PortRange> tcp;
    private readonly ImmutableArray<PortRange> udp;
    private readonly ImmutableArray<PortRange> sctp;
    private readonly int hash;

    private PortSet(ImmutableArray<PortRange> tcp, ImmutableArray<PortRange> udp, ImmutableArray<PortRange> sctp, bool other)
    {
        this.tcp = tcp;
        this.udp = udp;
        this.sctp = sctp;
        Other = other;

        var code = new HashCode();
        foreach (var ranges in (ReadOnlySpan<ImmutableArray<PortRange>>)[tcp, udp, sctp])
        {
            code.Add(ranges.Length);
            foreach (var range in ranges) code.Add(range);
        }

        code.Add(other);
        hash = code.ToHashCode();
    }

    /// <summary>Every protocol that has no ports a policy can name: ICMP, GRE, ESP …</summary>
    public bool Other { get; }

    public bool IsEmpty => tcp.IsEmpty && udp.IsEmpty && sctp.IsEmpty && !Other;

    public bool IsAll => Equals(All);

    /// <summary>The allowed ports of TCP, UDP or SCTP in ascending order; empty for any other protocol.</summary>
    public ImmutableArray<PortRange> this[Protocol protocol] => protocol switch
    {
        Protocol.Tcp => tcp,
        Protocol.Udp => udp,
        Protocol.Sctp => sctp,
        _ => [],
    };

    public static PortSet Of(Protocol protocol, PortRange range) => Of(protocol, [range]);

    /// <summary>Every port of one protocol that has ports.</summary>
    public static PortSet Of(Protocol protocol) => Of(protocol, PortRange.All);

    public bool Contains(Protocol protocol, ushort port)
    {
        if (!protocol.HasPorts()) return Other;

        foreach (var range in this[protocol])
        {
            if (range.Contains(port)) return true;
        }

        return false;
    }

    public PortSet Union(PortSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        if (set.IsEmpty || ReferenceEquals(this, set)) return this;
        if (IsEmpty) return set;
        return Combine(set, static (a, b) => a || b);
    }

    public PortSet Intersect(PortSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return ReferenceEquals(set, All) ? this : Combine(set, static (a, b) => a && b);
    }

    public PortSet Except(PortSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return set.IsEmpty ? this : Combine(set, static (a, b) => a && !b);
    }

    public bool IsSupersetOf(PortSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return set.Except(this).IsEmpty;
    }

    public bool Equals(PortSet? other) =>
        other is not null
        && (ReferenceEquals(this, other)
            || (hash == other.hash && Other == other.Other
                && tcp.AsSpan().SequenceEqual(other.tcp.AsSpan())
                && udp.AsSpan().SequenceEqual(other.udp.AsSpan())
                && sctp.AsSpan().SequenceEqual(other.sctp.AsSpan())));

    public override bool Equals(object? obj) => Equals(obj as PortSet);

    public override int GetHashCode() => hash;

    /// <summary>For people: <c>all</c>, <c>none</c>, or <c>tcp/80,8080-8090 udp/53 other</c>.</summary>
    public override string ToString()
    {
        if (IsAll) return "all";
        if (IsEmpty) return "none";

        List<string> parts = [];
        foreach (var protocol in (ReadOnlySpan<Protocol>)[Protocol.Tcp, Protocol.Udp, Protocol.Sctp])
        {
            var ranges = this[protocol];
            if (ranges.IsEmpty) continue;

            var name = protocol.ToApi().ToLowerInvariant();
            parts.Add(ranges is [var only] && only == PortRange.All ? name : $"{name}/{string.Join(',', ranges)}");
        }

        if (Other) parts.Add("other");
        return string.Join(' ', parts);
    }

    private static PortSet Of(Protocol protocol, ImmutableArray<PortRange> ranges) => protocol switch
    {
        Protocol.Tcp => new(ranges, [], [], other: false),
        Protocol.Udp => new([], ranges, [], other: false),
        Protocol.Sctp => new([], [], ranges, other: false),
        _ => throw new ArgumentException($"{protocol} has no ports that a policy can name.", nameof(protocol)),
    };

    private PortSet Combine(PortSet set, Func<bool, bool, bool> keep) => new(
        Combine(tcp, set.tcp, keep),
        Combine(udp, set.udp, keep),
        Combine(sctp, set.sctp, keep),
        keep(Other, set.Other));

    /// <summary>One sweep over the borders of both lists; a run of kept ports becomes one range.</summary>
    private static ImmutableArray<PortRange> Combine(
        ImmutableArray<PortRange> left, ImmutableArray<PortRange> right, Func<bool, bool, bool> keep)
    {
        if (left.IsEmpty && right.IsEmpty) return [];

        var result = ImmutableArray.CreateBuilder<PortRange>(left.Length + right.Length);
        int i = 0, j = 0, at = 0, start = -1;
        while (at <= ushort.MaxValue)
        {
            while (i < left.Length && left[i].To < at) i++;
            while (j < right.Length && right[j].To < at) j++;

            var inLeft = i < left.Length && left[i].From <= at;
            var inRight = j < right.Length && right[j].From <= at;
            var kept = keep(inLeft, inRight);
            if (kept && start < 0) start = at;
            if (!kept && start >= 0)
            {
                result.Add(new PortRange((ushort)start, (ushort)(at - 1)));
                start = -1;
            }

            at = Math.Min(NextBorder(left, i, inLeft), NextBorder(right, j, inRight));
        }

        if (start >= 0) result.Add(new PortRange((ushort)start, ushort.MaxValue));
        return result.ToImmutable();
    }

    private static int NextBorder(ImmutableArray<PortRange> ranges, int index, bool inside) =>
        index == ranges.Length ? ushort.MaxValue + 1 : inside ? ranges[index].To + 1 : ranges[index].From;
}
