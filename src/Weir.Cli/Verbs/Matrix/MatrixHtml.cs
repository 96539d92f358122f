using System.Globalization;
using System.Text;
using System.Xml;
using Weir.Cli.Output;

namespace Weir.Cli.Verbs.Matrix;

/// <summary><c>weir matrix -o html</c>: one page that needs nothing but itself. Cells differ in shape and in colour, and say what they mean.</summary>
internal static class MatrixHtml
{
    private const string Style = """

            body { font: 14px system-ui, sans-serif; color: #1f2933; background: #fff; margin: 2em; }
            table { border-collapse: collapse; }
            thead th { writing-mode: vertical-rl; transform: rotate(180deg); text-align: left; font-weight: normal; padding: 4px; }
            tbody th { text-align: right; font-weight: normal; padding: 2px 8px; white-space: nowrap; }
            td { width: 1.6em; height: 1.6em; text-align: center; border: 1px solid #cbd2d9; }
            .allow { background: #d7f0db; } .deny { background: #f9dcdc; } .partly { background: #fdf3c8; } .none { background: #edf0f3; }
            tr:hover th, tr:hover td { outline: 1px solid #52606d; }

        """;

    public static string Of(PodGroups groups)
    {
        var title = $"Who may connect to whom on {groups.Port}";
        var text = new StringBuilder("<!DOCTYPE html>\n");
        var settings = new XmlWriterSettings { OmitXmlDeclaration = true, Indent = true, NewLineChars = "\n", ConformanceLevel = ConformanceLevel.Fragment };
        using (var page = XmlWriter.Create(text, settings))
        {
            page.WriteStartElement("html");
            page.WriteAttributeString("lang", "en");
            page.WriteStartElement("head");
            page.WriteStartElement("meta");
            page.WriteAttributeString("charset", "utf-8");
            page.WriteEndElement();
            page.WriteElementString("title", XmlString.Clean(title));
            page.WriteElementString("style", Style);
            page.WriteEndElement();
            page.WriteStartElement("body");
            page.WriteElementString("h1", XmlString.Clean(title));
            page.WriteElementString("p", $"Rows are sources, columns destinations: {groups.Names.Length.ToString(CultureInfo.InvariantCulture)} {groups.Noun}. "
                + "✓ allowed, ✗ denied, ~ some of the pods, – no such port.");
            WriteTable(page, groups);
            page.WriteEndElement();
            page.WriteEndElement();
        }

        return text.Append('\n').ToString();
    }

    private static void WriteTable(XmlWriter page, PodGroups groups)
    {
        page.WriteStartElement("table");
        page.WriteStartElement("thead");
        page.WriteStartElement("tr");

        // An element that may not close itself in HTML.
        page.WriteStartElement("td");
        page.WriteFullEndElement();
        foreach (var name in groups.Names) WriteHead(page, "col", name);
        page.WriteEndElement();
        page.WriteEndElement();

        page.WriteStartElement("tbody");
        for (var row = 0; row < groups.Names.Length; row++)
        {
            page.WriteStartElement("tr");
            WriteHead(page, "row", groups.Names[row]);
            for (var column = 0; column < groups.Names.Length; column++) WriteCell(page, groups, row, column);
            page.WriteEndElement();
        }

        page.WriteEndElement();
        page.WriteEndElement();
    }

    private static void WriteHead(XmlWriter page, string scope, string name)
    {
        page.WriteStartElement("th");
        page.WriteAttributeString("scope", scope);
        page.WriteString(XmlString.Clean(name));
        page.WriteFullEndElement();
    }

    private static void WriteCell(XmlWriter page, PodGroups groups, int row, int column)
    {
        var (style, mark) = groups.Cells[row][column] switch
        {
            Cell.Allowed => ("allow", "✓"),
            Cell.Partly => ("partly", "~"),
            Cell.NoPort => ("none", "–"),
            _ => ("deny", "✗"),
        };
        page.WriteStartElement("td");
        page.WriteAttributeString("class", style);
        page.WriteAttributeString("title", XmlString.Clean($"{groups.Names[row]} → {groups.Names[column]}: {MatrixWord.Of(groups.Cells[row][column])}"));
        page.WriteString(mark);
        page.WriteEndElement();
    }
}
