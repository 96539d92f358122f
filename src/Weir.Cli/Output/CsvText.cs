namespace Weir.Cli.Output;

/// <summary>Lines of comma-separated values (RFC 4180, but for the line ends of Unix).</summary>
internal static class CsvText
{
    public static string Line(params IEnumerable<string> cells) => $"{string.Join(',', cells.Select(Cell))}\n";

    private static string Cell(string text)
    {
        // What a spreadsheet would take for a formula is text.
        if (text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal)) text = $"'{text}";
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
