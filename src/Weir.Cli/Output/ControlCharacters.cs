using System.Globalization;
using System.Xml;

namespace Weir.Cli.Output;

/// <summary>
/// Names and labels come from files that anybody may have written: what moves a terminal's cursor, ends a line or has no place in XML is
/// never written as it is.
/// </summary>
internal static class ControlCharacters
{
    public static string Escape(string text)
    {
        var isClean = true;
        for (var i = 0; i < text.Length && isClean; i++) isClean = !IsUnsafe(text, i);
        if (isClean) return text;

        return string.Concat(text.Select((c, i) =>
            IsUnsafe(text, i) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : c.ToString()));
    }

    private static bool IsUnsafe(string text, int index) => text[index] switch
    {
        var c when char.IsControl(c) => true,

        // Line and paragraph separator; what turns the direction of the text after it.
        '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') => true,
        var c when char.IsHighSurrogate(c) => index + 1 == text.Length || !char.IsLowSurrogate(text[index + 1]),
        var c when char.IsLowSurrogate(c) => index == 0 || !char.IsHighSurrogate(text[index - 1]),
        var c => !XmlConvert.IsXmlChar(c),
    };
}
