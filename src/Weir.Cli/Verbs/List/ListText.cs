using Weir.Cli.Asking;
using Weir.Cli.Output;
using Weir.Policy.Analysis.Connections;

namespace Weir.Cli.Verbs.List;

/// <summary><c>weir list</c> for people: each peer with those that it connects to, or that connect to it.</summary>
internal static class ListText
{
    // A name as long as a list of networks must not push all ports off the screen.
    private const int WidestName = 60;

    private const int FewestToFold = 4;

    public static void Write(StyledText text, ConnectionList list, ListOrder order)
    {
        WriteSummary(text, list);
        var groups = list.Connections
            .GroupBy(one => order == ListOrder.Source ? one.Source : one.Destination)
            .OrderBy(group => list.Map.Peers.IndexOf(group.Key))
            .Select(group => (group.Key, Lines: Lines(group, order, list).ToList()))
            .ToList();
        var width = groups.SelectMany(group => group.Lines).Select(line => line.Name.Length).Where(length => length <= WidestName).DefaultIfEmpty(0).Max();
        var arrow = order == ListOrder.Source ? "→" : "←";
        foreach (var (peer, lines) in groups)
        {
            text.Line();
            text.Line($"[bold]{PeerText.Of(peer)}[/]");
            foreach (var (name, ports) in lines) text.Line($"  {arrow} {name.PadRight(width)}  {ports}");
        }
    }

    private static void WriteSummary(StyledText text, ConnectionList list)
    {
        var workloads = list.Peers.OfType<WorkloadPeer>().Count();
        var outside = list.Peers.Length - workloads;
        var word = list.Filter.IsDenied ? "denied" : "allowed";
        text.Line($"{Quantity.Of(list.Connections.Count(), $"{word} connection")} between {Quantity.Of(workloads, "workload")} and {Quantity.Of(outside, "range")} of addresses outside");
    }

    /// <summary>Those that get the same ports are one line where they are all the workloads there are.</summary>
    private static IEnumerable<(string Name, string Ports)> Lines(IGrouping<ConnectionPeer, Connection> group, ListOrder order, ConnectionList list)
    {
        var others = list.Peers.OfType<WorkloadPeer>().Count(peer => peer != group.Key);
        var folded = others < FewestToFold
            ? null
            : group.Where(one => Other(one) is WorkloadPeer && Other(one) != group.Key)
                .GroupBy(one => one.Ports)
                .FirstOrDefault(same => same.Count() == others);
        if (folded is not null) yield return ($"every other workload ({others})", PortText.Of(folded.Key));

        foreach (var one in group)
        {
            if (folded is not null && Other(one) is WorkloadPeer && Other(one) != group.Key) continue;

            yield return (PeerText.Of(Other(one)), PortText.Of(one.Ports));
        }

        ConnectionPeer Other(Connection one) => order == ListOrder.Source ? one.Destination : one.Source;
    }
}
