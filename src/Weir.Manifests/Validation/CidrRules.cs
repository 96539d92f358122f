using System.Globalization;
using Weir.Policy.Addresses;

namespace Weir.Manifests.Validation;

/// <summary>What the API server says about one CIDR text (rule book A.5).</summary>
internal static class CidrRules
{
    public const string Unparsable = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

    /// <summary>AV16: the one thing that strict validation holds against a CIDR that parses; null: nothing.</summary>
    public static string? Strict(CidrText cidr)
    {
        if (cidr.HasLeadingZeros) return "must not have leading 0s in IP or prefix length";
        if (cidr.Address.IsMapped) return "must not have an IPv4-mapped IPv6 address";
        return cidr.HasHostBits ? "must not have bits set beyond the prefix length" : null;
    }

    /// <summary>
    /// AV15, as Go compares them: families after unmapping the network address, prefix lengths as written. So a mapped block never
    /// holds an IPv4 one of a shorter written length, while the reverse can pass.
    /// </summary>
    public static bool IsStrictSubset(CidrText inner, CidrText outer)
    {
        var mask = outer.LongPrefixLength == 0 ? 0 : UInt128.MaxValue << (128 - outer.LongPrefixLength);
        return IsIPv4(outer.NetworkBits) == IsIPv4(inner.NetworkBits)
            && (inner.NetworkBits & mask) == outer.NetworkBits
            && inner.PrefixLength > outer.PrefixLength;
    }

    /// <summary>The warnings for a CIDR that lax validation accepts.</summary>
    public static IEnumerable<string> Warnings(string text, CidrText cidr)
    {
        if (cidr.HasHostBits)
        {
            var width = cidr.Address.WrittenAsIPv6 ? 128 : 32;
            var single = string.Create(CultureInfo.InvariantCulture, $"{cidr.Address.Address}/{width}");
            yield return $"CIDR value {GoText.Quote(text)} is ambiguous in this context (should be \"{Network(cidr)}\" or \"{single}\"?)";
        }

        if (cidr.HasLeadingZeros || cidr.Address.IsMapped)
        {
            yield return $"non-standard CIDR value {GoText.Quote(text)} will be considered invalid in a future Kubernetes release: " +
                $"use \"{Network(cidr)}\"";
        }
        else if (!cidr.HasHostBits && cidr.Address.WrittenAsIPv6 && cidr.ToString() != text)
        {
            yield return $"IPv6 CIDR value {GoText.Quote(text)} should be in RFC 5952 canonical format (\"{cidr}\")";
        }
    }

    /// <summary>Go's text of the network: one that is IPv4 after masking is printed as IPv4.</summary>
    private static string Network(CidrText cidr) => IsIPv4(cidr.NetworkBits)
        ? new Cidr(new IP((uint)cidr.NetworkBits, IPFamily.IPv4), cidr.LongPrefixLength - 96).ToString()
        : new Cidr(new IP(cidr.NetworkBits, IPFamily.IPv6), cidr.LongPrefixLength).ToString();

    private static bool IsIPv4(UInt128 bits) => bits >> 32 == 0xFFFF;
}
