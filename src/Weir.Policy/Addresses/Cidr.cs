using System.Globalization;

namespace Weir.Policy.Addresses;

/// <summary>
/// A network: all addresses whose first <see cref="PrefixLength"/> bits are those of <see cref="Network"/>. Host bits are cleared
/// when it is made (R34). The default value contains nothing.
/// </summary>
public readonly record struct Cidr
{
    /// <param name="address">Any address of the network; its host bits are ignored.</param>
    /// <param name="prefixLength">0 to 32 for IPv4, 0 to 128 for IPv6.</param>
    public Cidr(IP address, int prefixLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(prefixLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefixLength, address.Width);
        Network = new IP(address.Bits & Mask(address.Width, prefixLength), address.Family);
        PrefixLength = prefixLength;
    }

    public IP Network { get; }

    public int PrefixLength { get; }

    public IPFamily Family => Network.Family;

    public IP First => Network;

    public IP Last => new(Network.Bits | HostMask(Network.Width, PrefixLength), Network.Family);

    public IPRange Range => new(First, Last);

    /// <summary>The whole family: 0.0.0.0/0 or ::/0.</summary>
    public static Cidr All(IPFamily family) => new(new IP(0, family), 0);

    /// <summary>Reads what the API server's lax parser reads and canonicalises it (rule book A.5). For the text's peculiarities see <see cref="CidrText"/>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Cidr cidr)
    {
        cidr = default;
        return CidrText.TryParse(text, out var parsed) && parsed.TryCanonicalise(out cidr);
    }

    public static Cidr Parse(string text) =>
        TryParse(text, out var cidr) ? cidr : throw new FormatException($"\"{text}\" is not a CIDR.");

    /// <summary>Families never mix (R33).</summary>
    public bool Contains(IP ip) =>
        Family != IPFamily.None && ip.Family == Family && (ip.Bits & Mask(ip.Width, PrefixLength)) == Network.Bits;

    public bool Contains(Cidr other) => other.PrefixLength >= PrefixLength && Contains(other.Network);

    public override string ToString() =>
        Family == IPFamily.None ? "none" : string.Create(CultureInfo.InvariantCulture, $"{Network}/{PrefixLength}");

    internal static UInt128 Mask(int width, int prefixLength) =>
        ~HostMask(width, prefixLength) & HostMask(width, 0);

    internal static UInt128 HostMask(int width, int prefixLength) =>
        width == prefixLength ? UInt128.Zero : UInt128.MaxValue >> (128 - width + prefixLength);
}
