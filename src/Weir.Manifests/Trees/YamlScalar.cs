using System.Globalization;

namespace Weir.Manifests.Trees;

/// <summary>
/// What a plain scalar means to Kubernetes: the YAML 1.1 rules of the Go library behind kubectl, not those of YAML 1.2
/// (AT5 to AT9). Anything that is not recognised is a string.
/// </summary>
internal static class YamlScalar
{
    public static (ScalarKind Kind, string Text) Resolve(string text)
    {
        if (text.Length == 0) return (ScalarKind.Null, "");

        return text[0] switch
        {
            >= '0' and <= '9' or '+' or '-' or '.' => Number(text) is { } number ? (ScalarKind.Number, number) : (ScalarKind.String, text),
            '~' or 'n' or 'N' or 'y' or 'Y' or 't' or 'T' or 'f' or 'F' or 'o' or 'O' => Word(text),
            _ => (ScalarKind.String, text),
        };
    }

    private static (ScalarKind Kind, string Text) Word(string text) => text switch
    {
        "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" => (ScalarKind.Boolean, "true"),
        "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => (ScalarKind.Boolean, "false"),
        "~" or "null" or "Null" or "NULL" => (ScalarKind.Null, ""),
        _ => (ScalarKind.String, text),
    };

    private static string? Number(string text)
    {
        switch (text)
        {
            case ".nan" or ".NaN" or ".NAN":
                return ".nan";
            case ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF":
                return ".inf";
            case "-.inf" or "-.Inf" or "-.INF":
                return "-.inf";
        }

        var plain = text[0] != '.' && text.Contains('_') ? text.Replace("_", "", StringComparison.Ordinal) : text;
        if (Integer(plain) is { } integer) return integer;

        if (!IsFloat(plain)) return null;

        var value = double.Parse(plain, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value) ? JsonNumber.Format(value) : null;
    }

    /// <summary>AT6: decimal, <c>0x</c>, <c>0o</c>, <c>0b</c>, and octal after a bare <c>0</c>; 64 bits, with an optional sign.</summary>
    private static string? Integer(ReadOnlySpan<char> text)
    {
        var signed = text is ['+' or '-', ..];
        var negative = signed && text[0] == '-';
        if (signed) text = text[1..];
        if (text.IsEmpty) return null;

        var radix = 10;
        if (text[0] == '0')
        {
            radix = text.Length < 3 ? 8 : text[1] switch { 'x' or 'X' => 16, 'o' or 'O' => 8, 'b' or 'B' => 2, _ => 8 };
            text = text.Length >= 3 && char.IsAsciiLetter(text[1]) ? text[2..] : text[1..];
        }

        if (!TryParseDigits(text, radix, out var magnitude)) return null;

        // Go tries a signed number first, then an unsigned one, which takes no sign.
        var limit = negative ? (ulong)long.MaxValue + 1 : signed ? long.MaxValue : ulong.MaxValue;
        if (magnitude > limit) return null;

        var digits = magnitude.ToString(CultureInfo.InvariantCulture);
        return negative && magnitude != 0 ? $"-{digits}" : digits;
    }

    private static bool TryParseDigits(ReadOnlySpan<char> text, int radix, out ulong value)
    {
        value = 0;
        foreach (var c in text)
        {
            var digit = char.IsAsciiDigit(c) ? c - '0' : char.IsAsciiHexDigit(c) ? (c | 0x20) - 'a' + 10 : radix;
            if (digit >= radix || value > (ulong.MaxValue - (ulong)digit) / (ulong)radix) return false;

            value = (value * (ulong)radix) + (ulong)digit;
        }

        return true;
    }

    /// <summary><c>[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?</c></summary>
    private static bool IsFloat(ReadOnlySpan<char> text)
    {
        if (text is ['+' or '-', ..]) text = text[1..];

        var whole = Digits(ref text);
        var fraction = 0;
        if (text is ['.', ..])
        {
            text = text[1..];
            fraction = Digits(ref text);
        }

        if (whole + fraction == 0) return false;
        if (text.IsEmpty) return true;
        if (text[0] is not ('e' or 'E')) return false;

        text = text[1..];
        if (text is ['+' or '-', ..]) text = text[1..];
        return Digits(ref text) > 0 && text.IsEmpty;
    }

    private static int Digits(ref ReadOnlySpan<char> text)
    {
        var count = 0;
        while (count < text.Length && char.IsAsciiDigit(text[count])) count++;
        text = text[count..];
        return count;
    }
}
