using System.Collections.Immutable;
using Weir.Policy.Addresses;
using Weir.Policy.Compilation;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Connections;

/// <summary>
/// Every allowed connection between workloads and addresses outside. Between two peers a port counts when some family allows it; a
/// pod without addresses may come to have those of either. That a pod reaches itself, and its node it, is not listed (R52, R56).
/// </summary>
public sealed class ConnectionMap
{
    private readonly AllowingRules rules;
    private readonly int[] rowOf;
    private readonly PortSet[][] rows;

    private ConnectionMap(PolicyEvaluator evaluator, PeerFolding folding, Rows table)
    {
        Evaluator = evaluator;
        Apart = folding.Apart;
        Peers = [.. folding.Peers, .. table.Outside];
        for (var i = 0; i < Peers.Length; i++) Peers[i].Index = i;

        rowOf = table.RowOf;
        rows = table.Cells;
        rules = new AllowingRules(evaluator);
        HostNetworkPods = [.. evaluator.Cluster.Snapshot.Pods.Where(pod => pod is { HostNetwork: true, IsFinished: false })];
    }

    /// <summary>Workloads in the order of their namespaces and names, then the outside in the order of its addresses.</summary>
    public ImmutableArray<ConnectionPeer> Peers { get; }

    /// <summary>They count as their nodes and are no peers (R59).</summary>
    public ImmutableArray<Pod> HostNetworkPods { get; }

    internal PolicyEvaluator Evaluator { get; }

    internal AllowingRules Rules => rules;

    internal ImmutableHashSet<WorkloadKey> Apart { get; }

    public static ConnectionMap Of(ClusterSnapshot snapshot, PolicyProfile? profile = null) => Of(new PolicyEvaluator(snapshot, profile));

    public static ConnectionMap Of(PolicyEvaluator evaluator) => Of(evaluator, ImmutableHashSet<WorkloadKey>.Empty);

    /// <summary>What the source may open to the destination. Among peers that are no workloads: nothing.</summary>
    public PortSet Ports(ConnectionPeer source, ConnectionPeer destination)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        return source == destination && source is not WorkloadPeer { IsSeveral: true }
            ? PortSet.None
            : rows[rowOf[source.Index]][rowOf[destination.Index]];
    }

    /// <summary>Those that are not empty, in the order of their sources, then of their destinations.</summary>
    public IEnumerable<Connection> Connections()
    {
        foreach (var source in Peers)
        {
            foreach (var destination in Peers)
            {
                var ports = Ports(source, destination);
                if (!ports.IsEmpty) yield return new Connection(source, destination, ports);
            }
        }
    }

    /// <summary>The rules that allow some of the connection, those of the source's egress first. None: nobody isolates the two.</summary>
    public ImmutableArray<RuleRef> Because(Connection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return rules.Of(connection);
    }

    internal static ConnectionMap Of(PolicyEvaluator evaluator, IReadOnlySet<WorkloadKey> apart)
    {
        ArgumentNullException.ThrowIfNull(evaluator);
        var compiler = PolicyCompiler.ForAnalysis(evaluator.Profile);
        compiler.Load(evaluator.Cluster.Snapshot);
        compiler.Commit();

        var connectivity = Connectivity.Of(compiler, evaluator.Cluster.Snapshot.Pods.DistinctBy(pod => pod.Ref));
        var folding = new PeerFolding(connectivity, evaluator.Cluster, apart);
        return new ConnectionMap(evaluator, folding, new Rows(connectivity, folding));
    }

    /// <summary>The ports between every two peers; peers with the same ends share a row, and so do outside ranges that answer alike.</summary>
    private sealed class Rows
    {
        private readonly ImmutableArray<End> ends;
        private readonly PortSet[]?[] allowed;
        private readonly Connectivity connectivity;

        public Rows(Connectivity connectivity, PeerFolding folding)
        {
            this.connectivity = connectivity;
            ends = connectivity.Ends;
            allowed = new PortSet[]?[ends.Length];

            var numbers = new Dictionary<EquatableArray<int>, int>();
            List<int[]> members = [];
            List<int> rowOf = [];
            foreach (var peer in folding.Peers)
            {
                var key = folding.EndsOf(peer);
                if (!numbers.TryGetValue(key, out var number))
                {
                    numbers[key] = number = members.Count;
                    members.Add([.. key]);
                }

                rowOf.Add(number);
            }

            var pods = members.ToArray();
            var outside = OutsideGroups(pods);
            Outside = [.. outside.Select(group => OutsidePeer.Of(group.SelectMany(end => ends[end].Ranges)))];
            RowOf = [.. rowOf, .. Enumerable.Range(pods.Length, outside.Count)];

            // One end speaks for its group; for a group of both families, one of each may be needed, so all are asked.
            int[][] everybody = [.. pods, .. outside];
            Cells = new PortSet[everybody.Length][];
            for (var source = 0; source < everybody.Length; source++)
            {
                var row = Cells[source] = new PortSet[everybody.Length];
                for (var destination = 0; destination < everybody.Length; destination++)
                {
                    row[destination] = source >= pods.Length && destination >= pods.Length
                        ? PortSet.None
                        : Between(everybody[source], everybody[destination]);
                }
            }
        }

        public ImmutableArray<OutsidePeer> Outside { get; }

        /// <summary>By the peer's index.</summary>
        public int[] RowOf { get; }

        public PortSet[][] Cells { get; }

        /// <summary>Outside ranges that no workload tells apart, in the order of their first addresses.</summary>
        private List<int[]> OutsideGroups(int[][] pods)
        {
            var families = pods.SelectMany(members => members).Select(end => ends[end].Family).ToHashSet();
            Dictionary<EquatableArray<PortSet>, List<int>> groups = [];
            for (var i = 0; i < ends.Length; i++)
            {
                if (!ends[i].IsOutside || !(families.Contains(ends[i].Family) || families.Contains(IPFamily.None))) continue;

                int[] range = [i];
                var answers = new PortSet[2 * pods.Length];
                for (var pod = 0; pod < pods.Length; pod++)
                {
                    answers[2 * pod] = Between(range, pods[pod]);
                    answers[(2 * pod) + 1] = Between(pods[pod], range);
                }

                var key = new EquatableArray<PortSet>([.. answers]);
                if (!groups.TryGetValue(key, out var group)) groups[key] = group = [];
                group.Add(i);
            }

            return [.. groups.Values.Select(group => group.ToArray()).OrderBy(group => group.Min(end => ends[end].Ranges[0]))];
        }

        private PortSet Between(int[] sources, int[] destinations)
        {
            var result = PortSet.None;
            foreach (var source in sources)
            {
                var row = allowed[source] ??= connectivity.AllowedFrom(ends[source]);
                var from = ends[source].Family;
                foreach (var destination in destinations)
                {
                    if (ReferenceEquals(row[destination], PortSet.None)) continue;

                    var to = ends[destination].Family;
                    if (from == to || from == IPFamily.None || to == IPFamily.None) result = result.Union(row[destination]);
                }
            }

            return result;
        }
    }
}

/// <param name="Ports">Not empty.</param>
public sealed record Connection(ConnectionPeer Source, ConnectionPeer Destination, PortSet Ports);
