using System.Globalization;
using System.Text;
using System.Xml;
using Weir.Cli.Asking;
using Weir.Cli.Output;

namespace Weir.Cli.Verbs.List;

/// <summary><c>weir list -o svg</c>: a picture that needs nothing but itself.</summary>
internal sealed class ConnectionDrawing(ConnectionList list)
{
    private const string Namespace = "http://www.w3.org/2000/svg";
    private const string Ink = "#1f2933";

    // Told apart also by those who do not see all colours.
    private static readonly string[] Colors = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9", "#6a3d9a", "#555555"];

    private readonly DrawingLayout layout = new(list);

    public string ToSvg()
    {
        var text = new StringBuilder();
        using (var svg = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true }))
        {
            svg.WriteStartElement("svg", Namespace);
            Attributes(svg, ("viewBox", $"0 0 {Number(layout.Width)} {Number(layout.Height)}"), ("width", Number(layout.Width)), ("height", Number(layout.Height)));
            Attributes(svg, ("font-family", "ui-monospace, Menlo, Consolas, monospace"), ("font-size", "12"), ("role", "img"));
            WriteArrows(svg);
            Rectangle(svg, 0, 0, layout.Width, layout.Height, "#ffffff", null, 0);
            WriteHead(svg);
            foreach (var box in layout.Boxes) WriteBox(svg, box);
            foreach (var (node, chips) in layout.Destinations) WriteLines(svg, node, chips);
            foreach (var (node, chips) in layout.Destinations) WriteChips(svg, node, chips);
            svg.WriteEndElement();
        }

        return text.Append('\n').ToString();
    }

    private void WriteHead(XmlWriter svg)
    {
        var word = list.Filter.IsDenied ? "Denied" : "Allowed";
        svg.WriteElementString("title", Namespace, $"{word} connections");
        Text(svg, DrawingLayout.Margin, 28, $"{word} connections: from the left to the ports on the right", Ink, isBold: true);
        Text(svg, DrawingLayout.Margin, 48, $"{list.Connections.Count()} connections, {list.Peers.Length} peers", "#52606d");
    }

    private static void WriteBox(XmlWriter svg, DrawingLayout.Box box)
    {
        Rectangle(svg, box.X - 6, box.Y, box.Width + 12, box.Height + 4, "#f5f7fa", "#cbd2d9", 8);
        Text(svg, box.X + 2, box.Y + 17, box.Name, "#52606d", isBold: true);
        foreach (var node in box.Nodes)
        {
            svg.WriteStartElement("g", Namespace);
            svg.WriteElementString("title", Namespace, XmlString.Clean(PeerText.Of(node.Peer)));
            Rectangle(svg, node.X, node.Y, node.Width, node.Height, "#ffffff", "#9aa5b1", 4);
            svg.WriteEndElement();
        }
    }

    private void WriteLines(XmlWriter svg, DrawingLayout.Node node, IReadOnlyList<DrawingLayout.Chip> chips)
    {
        for (var i = 0; i < chips.Count; i++)
        {
            var y = node.Y + (i * DrawingLayout.Row) + (DrawingLayout.Row / 2);
            foreach (var source in chips[i].Lines)
            {
                var from = layout.Sources[source];
                var (startX, startY, middle) = (from.X + from.Width, from.Y + (from.Height / 2), (from.X + from.Width + node.X) / 2);
                var color = list.Peers.IndexOf(source) % Colors.Length;
                svg.WriteStartElement("path", Namespace);
                Attributes(
                    svg,
                    ("d", $"M{Number(startX)} {Number(startY)} C{Number(middle)} {Number(startY)} {Number(middle)} {Number(y)} {Number(node.X - 6)} {Number(y)}"),
                    ("fill", "none"),
                    ("stroke", Colors[color]),
                    ("stroke-width", "1.5"),
                    ("stroke-opacity", "0.75"),
                    ("marker-end", $"url(#arrow{color})"));
                svg.WriteElementString(
                    "title", Namespace, XmlString.Clean($"{PeerText.Of(source)} → {PeerText.Of(node.Peer)}: {PortText.Of(chips[i].Ports)}"));
                svg.WriteEndElement();
            }
        }
    }

    private void WriteChips(XmlWriter svg, DrawingLayout.Node node, IReadOnlyList<DrawingLayout.Chip> chips)
    {
        for (var i = 0; i < chips.Count; i++)
        {
            var y = node.Y + (i * DrawingLayout.Row);
            Rectangle(svg, node.X + 2, y + 3, layout.ChipWidth - 4, DrawingLayout.Row - 6, "#e3f2e6", null, 8);
            Text(svg, node.X + 10, y + 16, chips[i].Text, "#1b5e20");
        }

        if (chips.Count == 0) Text(svg, node.X + 10, node.Y + 16, "nobody", "#9aa5b1");
        Text(svg, node.X + layout.ChipWidth + 8, node.Y + 16, DrawingLayout.Name(node.Peer), Ink);
        foreach (var from in layout.Sources.Values.Where(from => from.Peer == node.Peer))
        {
            Text(svg, from.X + 8, from.Y + 16, DrawingLayout.Name(from.Peer), Ink);
        }
    }

    private static void WriteArrows(XmlWriter svg)
    {
        svg.WriteStartElement("defs", Namespace);
        for (var i = 0; i < Colors.Length; i++)
        {
            svg.WriteStartElement("marker", Namespace);
            Attributes(svg, ("id", $"arrow{i}"), ("viewBox", "0 0 8 8"), ("refX", "2"), ("refY", "4"), ("markerWidth", "5"), ("markerHeight", "5"), ("orient", "auto"));
            svg.WriteStartElement("path", Namespace);
            Attributes(svg, ("d", "M0 0L8 4L0 8z"), ("fill", Colors[i]));
            svg.WriteEndElement();
            svg.WriteEndElement();
        }

        svg.WriteEndElement();
    }

    private static void Rectangle(XmlWriter svg, double x, double y, double width, double height, string fill, string? stroke, double radius)
    {
        svg.WriteStartElement("rect", Namespace);
        Attributes(svg, ("x", Number(x)), ("y", Number(y)), ("width", Number(width)), ("height", Number(height)), ("rx", Number(radius)), ("fill", fill));
        if (stroke is not null) Attributes(svg, ("stroke", stroke));
        svg.WriteEndElement();
    }

    private static void Text(XmlWriter svg, double x, double y, string text, string fill, bool isBold = false)
    {
        svg.WriteStartElement("text", Namespace);
        Attributes(svg, ("x", Number(x)), ("y", Number(y)), ("fill", fill));
        if (isBold) Attributes(svg, ("font-weight", "bold"));
        svg.WriteString(XmlString.Clean(text));
        svg.WriteEndElement();
    }

    private static void Attributes(XmlWriter svg, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        foreach (var (name, value) in attributes) svg.WriteAttributeString(name, value);
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
