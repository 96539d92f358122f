using System.Globalization;
using System.Text;

namespace Weir.Manifests.Validation;

/// <summary>Text as Go prints it.</summary>
internal static class GoText
{
    /// <summary>Go's <c>%q</c>: in double quotes, with escapes for quotes, backslashes and whatever does not print.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var rune in text.EnumerateRunes()) Append(quoted, rune);
        return quoted.Append('"').ToString();
    }

    /// <summary>Go measures strings in bytes of UTF-8.</summary>
    public static int Length(string text) => Encoding.UTF8.GetByteCount(text);

    private static void Append(StringBuilder text, Rune rune)
    {
        switch (rune.Value)
        {
            case '"' or '\\':
                text.Append('\\').Append((char)rune.Value);
                break;
            case '\a':
                text.Append("\\a");
                break;
            case '\b':
                text.Append("\\b");
                break;
            case '\f':
                text.Append("\\f");
                break;
            case '\n':
                text.Append("\\n");
                break;
            case '\r':
                text.Append("\\r");
                break;
            case '\t':
                text.Append("\\t");
                break;
            case '\v':
                text.Append("\\v");
                break;
            case < ' ' or 0x7F:
                text.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}");
                break;
            case > 0xFFFF when !Prints(rune):
                text.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}");
                break;
            case var value when !Prints(rune):
                text.Append(CultureInfo.InvariantCulture, $"\\u{value:x4}");
                break;
            default:
                text.Append(rune.ToString());
                break;
        }
    }

    private static bool Prints(Rune rune) =>
        rune.Value == ' ' || Rune.IsLetterOrDigit(rune) || Rune.IsNumber(rune) || Rune.IsPunctuation(rune) || Rune.IsSymbol(rune)
        || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
