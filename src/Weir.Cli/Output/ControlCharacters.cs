using System.Globalization;

namespace Weir.Cli.Output;

/// <summary>Names and labels come from files that anybody may have written: their control characters never reach the terminal.</summary>
internal static class ControlCharacters
{
    public static string Escape(string text) => text.Any(char.IsControl)
        ? string.Concat(text.Select(c => char.IsControl(c) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : c.ToString()))
        : text;
}
