using System.Globalization;

namespace Weir.Manifests.Trees;

/// <summary>A number as Go's JSON encoder writes it: without exponent between 1e-6 and 1e21, so 80.0 is <c>80</c> (AT6).</summary>
internal static class JsonNumber
{
    public static string Format(double value)
    {
        if (value == 0) return double.IsNegative(value) ? "-0" : "0";

        // "d.ddde±xx": the shortest digits that read back as the same number.
        var shortest = value.ToString("E16", CultureInfo.InvariantCulture);
        for (var precision = 0; precision < 16; precision++)
        {
            var candidate = value.ToString($"E{precision}", CultureInfo.InvariantCulture);
            if (double.Parse(candidate, CultureInfo.InvariantCulture) != value) continue;

            shortest = candidate;
            break;
        }

        var split = shortest.IndexOf('E', StringComparison.Ordinal);
        var negative = shortest[0] == '-';
        var digits = shortest[(negative ? 1 : 0)..split].Replace(".", "", StringComparison.Ordinal);
        var exponent = int.Parse(shortest[(split + 1)..], CultureInfo.InvariantCulture);
        return (negative ? "-" : "") + (exponent is < -6 or >= 21 ? Scientific(digits, exponent) : Fixed(digits, exponent));
    }

    private static string Fixed(string digits, int exponent) => exponent switch
    {
        < 0 => $"0.{new string('0', -exponent - 1)}{digits}",
        _ when exponent >= digits.Length - 1 => digits + new string('0', exponent - digits.Length + 1),
        _ => $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}",
    };

    private static string Scientific(string digits, int exponent)
    {
        var fraction = digits.Length > 1 ? $".{digits[1..]}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{digits[0]}{fraction}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent)}");
    }
}
