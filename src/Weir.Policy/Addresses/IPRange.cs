namespace Weir.Policy.Addresses;

/// <summary>All addresses from <paramref name="First"/> to <paramref name="Last"/>, both included, of one family. The default value contains nothing.</summary>
public readonly record struct IPRange(IP First, IP Last) : IComparable<IPRange>
{
    public IPFamily Family => First.Family;

    public bool Contains(IP ip) => Family != IPFamily.None && ip.Family == Family && ip >= First && ip <= Last;

    public int CompareTo(IPRange other) =>
        First.CompareTo(other.First) is var order and not 0 ? order : Last.CompareTo(other.Last);

    public static bool operator <(IPRange left, IPRange right) => left.CompareTo(right) < 0;

    public static bool operator >(IPRange left, IPRange right) => left.CompareTo(right) > 0;

    public static bool operator <=(IPRange left, IPRange right) => left.CompareTo(right) <= 0;

    public static bool operator >=(IPRange left, IPRange right) => left.CompareTo(right) >= 0;

    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";
}
