using System.Collections.Immutable;
using Weir.Cli.Endpoints;
using Weir.Policy.Analysis.Connections;
using Weir.Policy.Ports;

namespace Weir.Cli.Verbs.List;

/// <summary>The connections that were asked for, allowed or denied.</summary>
internal sealed record ConnectionList(ConnectionMap Map, ListFilter Filter, ImmutableArray<string> Warnings)
{
    /// <summary>In the order of the map. They are found anew each time: a large cluster has more of them than fit in memory.</summary>
    public IEnumerable<Connection> Connections => Find(Map, Filter);

    /// <summary>All peers, or where the list is narrowed, those that take part in it.</summary>
    public ImmutableArray<ConnectionPeer> Peers { get; private init; } = [];

    /// <exception cref="UsageException">A workload or peer that was asked for does not exist.</exception>
    public static ConnectionList Of(ConnectionMap map, ListFilter filter)
    {
        foreach (var pattern in filter.Workloads.Concat(filter.Peers))
        {
            if (map.Peers.Any(pattern.Matches)) continue;

            var known = map.Peers.OfType<WorkloadPeer>().SelectMany(peer => (string[])[$"{peer.Namespace}/{peer.Name}", peer.Name]);
            throw new UsageException($"no workload matches \"{pattern.Text}\"{NearestNames.Hint(pattern.Text, known)}");
        }

        var list = new ConnectionList(map, filter, [.. map.HostNetworkPods.Select(Warning)]) { Peers = map.Peers };
        if (filter.Workloads.IsEmpty && filter.Peers.IsEmpty) return list;

        HashSet<ConnectionPeer> taking = [];
        foreach (var one in list.Connections)
        {
            taking.Add(one.Source);
            taking.Add(one.Destination);
        }

        return list with { Peers = [.. map.Peers.Where(taking.Contains)] };
    }

    private static IEnumerable<Connection> Find(ConnectionMap map, ListFilter filter)
    {
        foreach (var source in map.Peers)
        {
            foreach (var destination in map.Peers)
            {
                if (!filter.Wants(source, destination)) continue;

                var allowed = map.Ports(source, destination);
                if (filter.IsDenied && !IsQuestion(source, destination)) continue;

                var ports = filter.Of(filter.IsDenied ? PortSet.All.Except(allowed) : allowed, destination);
                if (!ports.IsEmpty) yield return new Connection(source, destination, ports);
            }
        }
    }

    /// <summary>Whether a policy could say anything about the two.</summary>
    private static bool IsQuestion(ConnectionPeer source, ConnectionPeer destination) => source == destination
        ? source is WorkloadPeer { IsSeveral: true }
        : source is WorkloadPeer || destination is WorkloadPeer;

    private static string Warning(Policy.Model.Pod pod) =>
        $"{pod} uses the network of its node: it is not listed, and policies take it for the node";
}
