using System.Globalization;
using System.Text;
using Weir.Cli.Asking;
using Weir.Cli.Output;
using Weir.Policy.Analysis.Connections;

namespace Weir.Cli.Verbs.List;

/// <summary><c>weir list -o dot</c>: a graph for Graphviz, a cluster for each namespace.</summary>
internal static class ListDot
{
    public static string Of(ConnectionList list)
    {
        var text = new StringBuilder("digraph weir {\n  rankdir=LR;\n  node [shape=box, style=rounded];\n");
        var number = 0;
        foreach (var space in list.Peers.OfType<WorkloadPeer>().GroupBy(peer => peer.Namespace))
        {
            text.Append(CultureInfo.InvariantCulture, $"  subgraph cluster_{number++} {{\n    label={Quoted(space.Key)};\n");
            foreach (var peer in space)
            {
                text.Append(CultureInfo.InvariantCulture, $"    {Quoted(peer.Id)} [label={Quoted($"{peer.Name}\n{peer.Kind}")}];\n");
            }

            text.Append("  }\n");
        }

        foreach (var peer in list.Peers.OfType<OutsidePeer>())
        {
            text.Append(CultureInfo.InvariantCulture, $"  {Quoted(peer.Id)} [label={Quoted(PeerText.Of(peer))}, shape=ellipse];\n");
        }

        foreach (var one in list.Connections)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"  {Quoted(one.Source.Id)} -> {Quoted(one.Destination.Id)} [label={Quoted(PortText.Of(one.Ports))}];\n");
        }

        return text.Append("}\n").ToString();
    }

    /// <summary>A line break stays one; other control characters are spelt out.</summary>
    private static string Quoted(string text)
    {
        var lines = text.Split('\n').Select(line =>
            ControlCharacters.Escape(line).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal));
        return $"\"{string.Join("\\n", lines)}\"";
    }
}
