using System.Collections.Immutable;
using Weir.Cli.Endpoints;
using Weir.Policy.Analysis.Connections;
using Weir.Policy.Ports;

namespace Weir.Cli.Verbs.List;

/// <summary>The connections that were asked for, allowed or denied.</summary>
/// <param name="Connections">In the order of the map.</param>
internal sealed record ConnectionList(
    ConnectionMap Map, ListFilter Filter, ImmutableArray<Connection> Connections, ImmutableArray<string> Warnings)
{
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

        ImmutableArray<Connection> connections = [.. Find(map, filter)];
        var isNarrow = !filter.Workloads.IsEmpty || !filter.Peers.IsEmpty;
        var taking = connections.SelectMany(one => (ConnectionPeer[])[one.Source, one.Destination]).ToHashSet();
        return new ConnectionList(map, filter, connections, [.. map.HostNetworkPods.Select(Warning)])
        {
            Peers = isNarrow ? [.. map.Peers.Where(taking.Contains)] : map.Peers,
        };
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
