using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace Weir.Policy.Addresses;

/// <summary>
/// One address. IPv4 keeps its 32 bits in the low end of <paramref name="Bits"/>; an IPv4-mapped IPv6 address is folded to IPv4
/// once, when it is read (R33). The default value belongs to no family and is in no range.
/// </summary>
public readonly record struct IP(UInt128 Bits, IPFamily Family) : IComparable<IP>
{
    private static readonly UInt128 MappedPrefix = (UInt128)0xFFFF << 32;

    /// <summary>Number of bits of an address of this family: 32, 128, or 0 for no family.</summary>
    public int Width => Family.Width();

    /// <summary>The same address from its network-order bytes: 4 or 16 of them.</summary>
    public static IP FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        4 => new(BinaryPrimitives.ReadUInt32BigEndian(bytes), IPFamily.IPv4),
        16 => FoldMapped(BinaryPrimitives.ReadUInt128BigEndian(bytes)),
        _ => throw new ArgumentException("An address has 4 or 16 bytes.", nameof(bytes)),
    };

    /// <summary>
    /// Reads an address the way the API server does: dotted quad with decimal octets (leading zeros allowed, never octal), or
    /// IPv6 text without a zone. Nothing else, and no surrounding blanks (rule book A.5).
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IP ip)
    {
        if (IPText.TryParse(text, out var parsed))
        {
            ip = parsed.Address;
            return true;
        }

        ip = default;
        return false;
    }

    public static IP Parse(string text) =>
        TryParse(text, out var ip) ? ip : throw new FormatException($"\"{text}\" is not an IP address.");

    public static implicit operator IPAddress(IP ip) => ip.ToIPAddress();

    public static IP From(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return FromBytes(address.GetAddressBytes());
    }

    public static bool operator <(IP left, IP right) => left.CompareTo(right) < 0;

    public static bool operator >(IP left, IP right) => left.CompareTo(right) > 0;

    public static bool operator <=(IP left, IP right) => left.CompareTo(right) <= 0;

    public static bool operator >=(IP left, IP right) => left.CompareTo(right) >= 0;

    /// <summary>Writes the network-order bytes; returns how many (4, 16, or 0 for no family).</summary>
    public int WriteBytes(Span<byte> destination)
    {
        switch (Family)
        {
            case IPFamily.IPv4:
                BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)Bits);
                return 4;
            case IPFamily.IPv6:
                BinaryPrimitives.WriteUInt128BigEndian(destination, Bits);
                return 16;
            default:
                return 0;
        }
    }

    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        return new IPAddress(bytes[..WriteBytes(bytes)]);
    }

    /// <summary>IPv4 sorts before IPv6; inside a family addresses sort by number.</summary>
    public int CompareTo(IP other) =>
        Family == other.Family ? Bits.CompareTo(other.Bits) : Family.CompareTo(other.Family);

    /// <summary>Dotted quad, or RFC 5952 text.</summary>
    public override string ToString() => Family switch
    {
        IPFamily.IPv4 => string.Create(
            CultureInfo.InvariantCulture,
            $"{(byte)(Bits >> 24)}.{(byte)(Bits >> 16)}.{(byte)(Bits >> 8)}.{(byte)Bits}"),
        IPFamily.IPv6 => IPText.FormatIPv6(Bits),
        _ => "none",
    };

    internal static IP FoldMapped(UInt128 bits) =>
        IsMapped(bits) ? new((uint)bits, IPFamily.IPv4) : new(bits, IPFamily.IPv6);

    internal static bool IsMapped(UInt128 bits) => bits >> 32 == MappedPrefix >> 32;
}

public static class IPFamilyExtensions
{
    /// <summary>Number of address bits: 32 or 128; 0 for no family.</summary>
    public static int Width(this IPFamily family) => family switch
    {
        IPFamily.IPv4 => 32,
        IPFamily.IPv6 => 128,
        _ => 0,
    };

    /// <summary>The highest address of the family.</summary>
    public static IP Last(this IPFamily family) =>
        new(family == IPFamily.IPv4 ? uint.MaxValue : UInt128.MaxValue, family);
}
