using System.Globalization;

namespace Weir.Policy.Addresses;

/// <summary>A CIDR as it was written, with what the API server says about such text (rule book A.5). No .NET parser agrees with it.</summary>
public readonly record struct CidrText
{
    public IPText Address { get; private init; }

    /// <summary>As written: 0 to 32 after a dotted quad, 0 to 128 after IPv6 text.</summary>
    public int PrefixLength { get; private init; }

    /// <summary>In an octet or in the prefix length. Read as decimal.</summary>
    public bool HasLeadingZeros { get; private init; }

    /// <summary>The network address, as the width that was written sees it, in 128-bit form.</summary>
    public UInt128 NetworkBits => Address.Bits & Cidr.Mask(128, LongPrefixLength);

    /// <summary>The prefix length counted over 128 bits.</summary>
    public int LongPrefixLength => Address.WrittenAsIPv6 ? PrefixLength : PrefixLength + 96;

    public bool HasHostBits => NetworkBits != Address.Bits;

    public static bool TryParse(ReadOnlySpan<char> text, out CidrText result)
    {
        result = default;
        var slash = text.IndexOf('/');
        if (slash < 0 || !IPText.TryParse(text[..slash], out var address)) return false;

        var digits = text[(slash + 1)..];
        if (!IPText.TryParseDecimal(digits, address.WrittenAsIPv6 ? 128 : 32, out var length)) return false;

        result = new CidrText
        {
            Address = address,
            PrefixLength = length,
            HasLeadingZeros = address.HasLeadingZeros || (digits.Length > 1 && digits[0] == '0'),
        };
        return true;
    }

    /// <summary>
    /// The value to evaluate: mapped blocks become IPv4 blocks, host bits are cleared. False for a mapped address with a prefix
    /// shorter than 96, which has no sane meaning.
    /// </summary>
    public bool TryCanonicalise(out Cidr cidr)
    {
        cidr = default;
        if (Address.IsMapped && PrefixLength < 96) return false;

        var ip = Address.Address;
        cidr = new Cidr(ip, ip.Family == IPFamily.IPv4 ? LongPrefixLength - 96 : PrefixLength);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address.Address}/{PrefixLength}");
}
