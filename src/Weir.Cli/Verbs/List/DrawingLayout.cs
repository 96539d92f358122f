using System.Collections.Immutable;
using Weir.Cli.Asking;
using Weir.Policy.Analysis.Connections;
using Weir.Policy.Ports;

namespace Weir.Cli.Verbs.List;

/// <summary>
/// Where everything of a drawing goes: those who connect on the left, everybody on the right, each in the box of its namespace. Each
/// set of ports at a destination is one chip where all lines for it end, so that labels are written once and never overlap.
/// </summary>
internal sealed class DrawingLayout
{
    public const double Row = 24;
    public const double Header = 26;
    public const double Gap = 14;
    public const double Margin = 20;
    public const double Top = 70;
    public const double Letter = 7.3;

    private const double Between = 280;
    private const int LongestLabel = 44;
    private const int FewestToFold = 4;

    public DrawingLayout(ConnectionList list)
    {
        var workloads = list.Peers.OfType<WorkloadPeer>().Count();
        var chips = list.Connections.GroupBy(one => (one.Destination, one.Ports)).Select(group => Chip.Of(group, workloads)).ToLookup(chip => chip.Peer);
        var senders = chips.SelectMany(peer => peer).SelectMany(chip => chip.Lines).ToHashSet();
        var left = list.Peers.Where(senders.Contains).ToArray();

        var leftWidth = Widest(left.Select(Name));
        ChipWidth = Widest(chips.SelectMany(peer => peer).Select(chip => chip.Text));
        RightX = Margin + leftWidth + (left.Length == 0 ? 0 : Between);
        var rightWidth = ChipWidth + Widest(list.Peers.Select(Name)) + 10;

        Boxes =
        [
            .. Column(left, Margin, leftWidth, _ => 1, out var leftEnd),
            .. Column(list.Peers, RightX, rightWidth, peer => Math.Max(1, chips[peer].Count()), out var rightEnd),
        ];
        Sources = Boxes.Where(box => box.X < RightX).SelectMany(box => box.Nodes).ToDictionary(node => node.Peer);
        Destinations = [.. Boxes.Where(box => box.X >= RightX).SelectMany(box => box.Nodes).Select(node => (node, chips[node.Peer].ToImmutableArray()))];
        Width = RightX + rightWidth + Margin;
        Height = Math.Max(leftEnd, rightEnd) + Margin;
    }

    public double Width { get; }

    public double Height { get; }

    public double RightX { get; }

    public double ChipWidth { get; }

    public ImmutableArray<Box> Boxes { get; }

    public Dictionary<ConnectionPeer, Node> Sources { get; }

    public ImmutableArray<(Node Node, ImmutableArray<Chip> Chips)> Destinations { get; }

    public static string Name(ConnectionPeer peer) => Short(peer is WorkloadPeer workload ? $"{workload.Name} ({workload.Kind})" : PeerText.Of(peer));

    private static string Short(string text) => text.Length <= LongestLabel ? text : $"{text[..(LongestLabel - 1)]}…";

    private static double Widest(IEnumerable<string> texts) => (texts.Select(text => text.Length).DefaultIfEmpty(0).Max() * Letter) + 20;

    private static List<Box> Column(IEnumerable<ConnectionPeer> peers, double x, double width, Func<ConnectionPeer, int> rows, out double y)
    {
        List<Box> boxes = [];
        y = Top;
        foreach (var space in peers.GroupBy(peer => (peer as WorkloadPeer)?.Namespace))
        {
            var nodes = ImmutableArray.CreateBuilder<Node>();
            var next = y + Header;
            foreach (var peer in space)
            {
                nodes.Add(new Node(peer, x, next, width, rows(peer) * Row));
                next += (rows(peer) * Row) + 4;
            }

            boxes.Add(new Box(space.Key is null ? "outside" : Short(space.Key), x, y, width, next - y, nodes.ToImmutable()));
            y = next + Gap;
        }

        return boxes;
    }

    /// <summary>A namespace, or the outside.</summary>
    internal sealed record Box(string Name, double X, double Y, double Width, double Height, ImmutableArray<Node> Nodes);

    internal sealed record Node(ConnectionPeer Peer, double X, double Y, double Width, double Height);

    /// <summary>One set of ports of one destination.</summary>
    /// <param name="Lines">The sources to draw lines from: workloads are left out where every other one has this chip.</param>
    internal sealed record Chip(ConnectionPeer Peer, PortSet Ports, string Text, ImmutableArray<ConnectionPeer> Lines)
    {
        public static Chip Of(IGrouping<(ConnectionPeer Destination, PortSet Ports), Connection> group, int workloads)
        {
            var destination = group.Key.Destination;
            var others = workloads - (destination is WorkloadPeer ? 1 : 0);
            var isEverybody = others >= FewestToFold && group.Count(one => one.Source is WorkloadPeer && one.Source != destination) == others;
            var ports = PortText.Of(group.Key.Ports);
            return new Chip(
                destination,
                group.Key.Ports,
                Short(isEverybody ? $"{ports} ⇐ every workload" : ports),
                [.. group.Select(one => one.Source).Where(source => !isEverybody || source is OutsidePeer)]);
        }
    }
}
