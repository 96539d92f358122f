using System.Text;

namespace Weir.Cli.Output;

/// <summary>Text inside Markdown, with nothing in it that means more than itself.</summary>
internal static class MarkdownText
{
    private const string Special = "\\`*_{}[]<>()#+!|~&";

    public static string Row(params IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(Escape))} |\n";

    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in ControlCharacters.Escape(text))
        {
            if (Special.Contains(c, StringComparison.Ordinal)) escaped.Append('\\');
            escaped.Append(c);
        }

        return escaped.ToString();
    }
}
