using System.Globalization;
using System.Text;

namespace Weir.Policy.Addresses;

/// <summary>
/// An address as it was written. Kubernetes' historic parser accepts forms that it later warns about or refuses, so the text's
/// peculiarities are kept beside the address (rule book A.5).
/// </summary>
public readonly record struct IPText
{
    /// <summary>The 128-bit form: IPv4 text appears as its mapped address.</summary>
    public UInt128 Bits { get; private init; }

    /// <summary>The text was IPv6, be it a mapped address.</summary>
    public bool WrittenAsIPv6 { get; private init; }

    /// <summary>An IPv4 octet had a leading zero (read as decimal).</summary>
    public bool HasLeadingZeros { get; private init; }

    /// <summary>The text was an IPv4-mapped IPv6 address.</summary>
    public bool IsMapped => WrittenAsIPv6 && IP.IsMapped(Bits);

    /// <summary>The address, mapped forms folded to IPv4.</summary>
    public IP Address => IP.FoldMapped(Bits);

    public static bool TryParse(ReadOnlySpan<char> text, out IPText result)
    {
        result = default;
        if (!text.Contains(':'))
        {
            if (!TryParseIPv4(text, out var v4, out var zeros)) return false;

            result = new IPText { Bits = ((UInt128)0xFFFF << 32) | v4, HasLeadingZeros = zeros };
            return true;
        }

        if (!TryParseIPv6(text, out var bits, out var zerosInTail)) return false;

        result = new IPText { Bits = bits, WrittenAsIPv6 = true, HasLeadingZeros = zerosInTail };
        return true;
    }

    /// <summary>RFC 5952: lower case, no leading zeros, the longest run of at least two zero groups shortened.</summary>
    internal static string FormatIPv6(UInt128 bits)
    {
        Span<ushort> groups = stackalloc ushort[8];
        for (var i = 0; i < 8; i++) groups[i] = (ushort)(bits >> (112 - (16 * i)));

        var (start, length) = LongestZeroRun(groups);
        var text = new StringBuilder(39);
        for (var i = 0; i < 8; i++)
        {
            if (i == start)
            {
                text.Append("::");
                i += length - 1;
                continue;
            }

            if (text.Length > 0 && text[^1] != ':') text.Append(':');
            text.Append(CultureInfo.InvariantCulture, $"{groups[i]:x}");
        }

        return text.ToString();
    }

    private static (int Start, int Length) LongestZeroRun(ReadOnlySpan<ushort> groups)
    {
        var best = (Start: -1, Length: 1);
        for (var i = 0; i < groups.Length; i++)
        {
            var length = 0;
            while (i + length < groups.Length && groups[i + length] == 0) length++;
            if (length > best.Length) best = (i, length);
            i += length;
        }

        return best;
    }

    private static bool TryParseIPv4(ReadOnlySpan<char> text, out uint value, out bool leadingZeros)
    {
        value = 0;
        leadingZeros = false;
        for (var octet = 0; octet < 4; octet++)
        {
            var end = octet < 3 ? text.IndexOf('.') : text.Length;
            if (end <= 0) return false;

            var digits = text[..end];
            if (!TryParseDecimal(digits, 255, out var number)) return false;

            leadingZeros |= digits.Length > 1 && digits[0] == '0';
            value = (value << 8) | (uint)number;
            text = octet < 3 ? text[(end + 1)..] : [];
        }

        return true;
    }

    private static bool TryParseIPv6(ReadOnlySpan<char> text, out UInt128 bits, out bool leadingZeros)
    {
        bits = 0;
        leadingZeros = false;
        Span<ushort> groups = stackalloc ushort[8];
        var count = 0;
        var gap = -1;

        if (text.StartsWith("::"))
        {
            gap = 0;
            text = text[2..];
        }

        while (!text.IsEmpty)
        {
            if (count == 8) return false;

            var colon = text.IndexOf(':');
            var group = colon < 0 ? text : text[..colon];
            if (group.Contains('.'))
            {
                // The dotted tail stands for the last two groups, and nothing may follow it.
                if (colon >= 0 || count > 6 || !TryParseIPv4(group, out var tail, out leadingZeros)) return false;

                groups[count++] = (ushort)(tail >> 16);
                groups[count++] = (ushort)tail;
                break;
            }

            if (group.Length is 0 or > 4 || !ushort.TryParse(group, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out groups[count]))
            {
                return false;
            }

            count++;
            if (colon < 0) break;

            text = text[(colon + 1)..];
            if (text.IsEmpty) return false;

            if (text[0] != ':') continue;
            if (gap >= 0) return false;

            gap = count;
            text = text[1..];
        }

        if (gap < 0 ? count != 8 : count == 8) return false;

        for (var i = 0; i < count; i++)
        {
            var position = gap >= 0 && i >= gap ? 8 - count + i : i;
            bits |= (UInt128)groups[i] << (112 - (16 * position));
        }

        return true;
    }

    /// <summary>Decimal digits only, no sign, leading zeros allowed; at most <paramref name="max"/>.</summary>
    internal static bool TryParseDecimal(ReadOnlySpan<char> digits, int max, out int value)
    {
        value = 0;
        if (digits.IsEmpty) return false;

        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c)) return false;
            value = (value * 10) + (c - '0');
            if (value > max) return false;
        }

        return true;
    }
}
