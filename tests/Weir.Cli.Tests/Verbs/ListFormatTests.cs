using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Weir.Cli.Verbs.List;
using Weir.Cli.Verbs.Matrix;
using Weir.Policy.Addresses;
using Weir.Policy.Analysis.Connections;
using Weir.Policy.Model;

namespace Weir.Cli.Tests.Verbs;

/// <summary>Documents for programs parse, whatever the names in them.</summary>
public sealed class ListFormatTests
{
    private const string Hostile = "a<b>&\"'`|\\,;[x](y)\n{}\u0001\ud800=\u2028";

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void An_svg_is_well_formed_and_refers_to_nothing_outside()
    {
        var svg = new ConnectionDrawing(Hostiles()).ToSvg();

        var document = XDocument.Parse(svg);
        Assert.Equal(Svg + "svg", document.Root!.Name);
        Assert.Contains(document.Descendants(Svg + "text"), text => text.Value.Contains("a<b>&\"'`|", StringComparison.Ordinal));
        Assert.DoesNotContain(document.Descendants(), element => element.Name.LocalName is "script" or "image" or "use" or "style" or "foreignObject");
        Assert.All(
            document.Descendants().Attributes().Where(attribute => !attribute.IsNamespaceDeclaration),
            attribute => Assert.DoesNotContain("://", attribute.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void Thirty_workloads_are_drawn_without_one_label_on_another()
    {
        var document = XDocument.Parse(new ConnectionDrawing(Thirty()).ToSvg());

        var size = Numbers(document.Root!, "width", "height");
        var texts = document.Descendants(Svg + "text")
            .Select(text => (Place: Numbers(text, "x", "y"), Width: text.Value.Length * 7.2))
            .ToArray();
        Assert.InRange(texts.Length, 60, 400);
        Assert.All(texts, text => Assert.True(text.Place[0] + text.Width <= size[0] && text.Place[1] <= size[1]));
        Assert.All(texts, text => Assert.DoesNotContain(texts, other => other != text
            && Math.Abs(other.Place[1] - text.Place[1]) < 11
            && other.Place[0] < text.Place[0] + text.Width && text.Place[0] < other.Place[0] + other.Width));
    }

    [Fact]
    public void Every_line_of_csv_has_five_cells_and_none_is_a_formula()
    {
        var rows = Csv(string.Concat(ListCsv.Lines(Hostiles())));

        Assert.Equal(["src", "dst", "protocol", "from", "to"], rows[0]);
        Assert.All(rows, row => Assert.Equal(5, row.Count));
        Assert.Contains(rows, row => row[0].StartsWith("'=", StringComparison.Ordinal));
        Assert.DoesNotContain(rows.SelectMany(row => row), cell => cell.StartsWith('='));
    }

    [Fact]
    public void Every_row_of_markdown_has_three_cells()
    {
        var rows = ListMarkdown.Of(Hostiles()).TrimEnd('\n').Split('\n');

        Assert.True(rows.Length > 3);
        Assert.All(rows, row => Assert.Equal(4, row.Replace("\\\\", "", StringComparison.Ordinal).Replace("\\|", "", StringComparison.Ordinal).Count(c => c == '|')));
        Assert.DoesNotContain(rows.Skip(2), row => row.Contains("<b>", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_quote_of_dot_is_closed_on_its_line()
    {
        foreach (var line in ListDot.Of(Hostiles()).Split('\n'))
        {
            var quotes = line.Replace("\\\\", "", StringComparison.Ordinal).Replace("\\\"", "", StringComparison.Ordinal).Count(c => c == '"');
            Assert.True(quotes % 2 == 0, line);
        }
    }

    [Fact]
    public void A_matrix_page_is_well_formed_and_has_a_cell_for_each_pair()
    {
        var html = MatrixHtml.Of(new PodGroups("tcp/80", "pods", ["</th><script>x", Hostile], [[Cell.Allowed, Cell.Denied], [Cell.Partly, Cell.NoPort]]));

        Assert.StartsWith("<!DOCTYPE html>\n<html", html, StringComparison.Ordinal);
        var page = XDocument.Parse(html);
        Assert.Equal(["allow", "deny", "partly", "none"], page.Descendants("td").Select(cell => cell.Attribute("class")?.Value).OfType<string>());
        Assert.Equal(2, page.Descendants("th").Count(head => head.Value == "</th><script>x"));
        Assert.Empty(page.Descendants("script"));
        Assert.DoesNotContain("://", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0/0", "", "0.0.0.0/0")]
    [InlineData("0.0.0.0/0", "10.0.0.0/8", "0.0.0.0/0 except 10.0.0.0/8")]
    [InlineData("10.0.0.0/8", "10.0.0.0/9", "10.128.0.0/9")]
    [InlineData("0.0.0.0/0", "10.0.0.0/8 169.254.169.254/32", "0.0.0.0/0 except 10.0.0.0/8, 169.254.169.254/32")]
    [InlineData("192.0.2.0/24", "192.0.2.0/32 192.0.2.255/32", "192.0.2.0/24 except 192.0.2.0/32, 192.0.2.255/32")]
    public void A_range_is_written_with_its_holes_where_that_is_shorter(string cidr, string except, string expected)
    {
        var snapshot = new ClusterSnapshot
        {
            Pods = [new Pod { Namespace = "x", Name = "a", IPs = [IP.Parse("172.16.0.1")] }],
            NetworkPolicies =
            [
                new NetworkPolicy
                {
                    Namespace = "x",
                    Name = "p",
                    PolicyTypes = ["Ingress"],
                    Ingress =
                    [
                        new NetworkPolicyRule
                        {
                            Peers = [new() { IPBlock = new IPBlock { Cidr = cidr, Except = [.. except.Split(' ', StringSplitOptions.RemoveEmptyEntries)] } }],
                        },
                    ],
                },
            ],
        };

        var map = ConnectionMap.Of(snapshot);
        var open = map.Peers.OfType<OutsidePeer>().Single(peer => !map.Ports(peer, map.Peers[0]).IsEmpty);
        Assert.Equal(expected, PeerText.Of(open));
    }

    private static ConnectionList Hostiles() => List(
    [
        new Pod { Namespace = "=x", Name = Hostile, Workload = new WorkloadRef("K<i>", Hostile) },
        new Pod { Namespace = "x\"y", Name = "]]>", Workload = new WorkloadRef("</svg>", "<script>alert(1)</script>") },
    ]);

    /// <summary>Three namespaces; each tier may call the next on some ports.</summary>
    private static ConnectionList Thirty() => List(
        [.. Enumerable.Range(0, 30).Select(i => new Pod
        {
            Namespace = $"team-{i % 3}",
            Name = $"service-{i}",
            Labels = LabelSet.Of(("tier", $"{i / 10}")),
            Workload = new WorkloadRef("Deployment", $"service-{i}"),
        })],
        [.. Enumerable.Range(0, 3).Select(i => new NetworkPolicy
        {
            Namespace = $"team-{i}",
            Name = "p",
            PolicyTypes = ["Ingress", "Egress"],
            Ingress =
            [
                new NetworkPolicyRule { Peers = [new() { PodSelector = LabelSelector.Of(("tier", "0")) }], Ports = [new() { Port = 8080 }] },
                new NetworkPolicyRule { Peers = [new() { NamespaceSelector = new(), PodSelector = LabelSelector.Of(("tier", "1")) }], Ports = [new() { Port = 5432 }, new() { Protocol = "UDP", Port = 53 }] },
            ],
            Egress = [new NetworkPolicyRule()],
        })]);

    private static ConnectionList List(Pod[] pods, NetworkPolicy[]? policies = null) => ConnectionList.Of(
        ConnectionMap.Of(new ClusterSnapshot { Pods = [.. pods], NetworkPolicies = [.. policies ?? []] }), new ListFilter());

    private static double[] Numbers(XElement element, params string[] attributes) =>
        [.. attributes.Select(name => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture))];

    private static List<List<string>> Csv(string text)
    {
        List<List<string>> rows = [[]];
        var cell = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (isQuoted && text[i] == '"' && i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[i++]);
            else if (text[i] == '"') isQuoted = !isQuoted;
            else if (!isQuoted && text[i] is ',' or '\n')
            {
                rows[^1].Add(cell.ToString());
                cell.Clear();
                if (text[i] == '\n') rows.Add([]);
            }
            else
            {
                cell.Append(text[i]);
            }
        }

        Assert.False(isQuoted);
        Assert.Empty(rows[^1]);
        return rows[..^1];
    }
}
