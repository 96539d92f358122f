using System.Collections.Immutable;
using Weir.Policy.Compilation;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Connections;

/// <summary>
/// What one direction of a workload's policies leaves open to pods that do not exist yet, and to the outside. The policies of the
/// other end are not asked: it has none yet.
/// </summary>
/// <param name="IsIsolated">False: no policy covers the direction, so everything is open.</param>
/// <param name="Pods">A pod that nobody knows first, then those that rules name and that get something else; never without a port.</param>
/// <param name="Outside">Never without a port.</param>
public sealed record Exposure(
    WorkloadPeer Workload,
    Direction Direction,
    bool IsIsolated,
    ImmutableArray<(HypotheticalPod Pod, PortSet Ports)> Pods,
    ImmutableArray<(OutsidePeer Outside, PortSet Ports)> Outside)
{
    /// <summary>Each workload twice: its ingress, then its egress.</summary>
    public static ImmutableArray<Exposure> Of(ConnectionMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        var workloads = map.Peers.OfType<WorkloadPeer>().ToArray();
        var cluster = map.Evaluator.Cluster;

        Dictionary<PodMatcher, HypotheticalPod?> made = [];
        var stranger = HypotheticalPod.Of(null, cluster, 0)!;
        foreach (var matcher in workloads.SelectMany(workload => Matchers(map, workload, Direction.Ingress).Concat(Matchers(map, workload, Direction.Egress))))
        {
            if (!made.ContainsKey(matcher)) made[matcher] = HypotheticalPod.Of(matcher, cluster, made.Count + 1);
        }

        var known = new KnownPods(map, [stranger, .. made.Values.OfType<HypotheticalPod>()]);
        return
        [
            .. from workload in workloads
               from direction in (Direction[])[Direction.Ingress, Direction.Egress]
               let candidates = Matchers(map, workload, direction).Select(matcher => made[matcher]).OfType<HypotheticalPod>()
               select new Exposure(
                   workload,
                   direction,
                   map.Rules.Selecting(workload, direction).Length > 0,
                   Open(known, workload, direction, stranger, candidates),
                   OpenOutside(map, workload, direction)),
        ];
    }

    private static IEnumerable<PodMatcher> Matchers(ConnectionMap map, WorkloadPeer workload, Direction direction) =>
        map.Rules.Selecting(workload, direction)
            .SelectMany(policy => policy.Rules(direction)!.Value)
            .SelectMany(rule => rule.Peers ?? [])
            .OfType<PodPeer>()
            .Where(peer => !peer.Negated)
            .Select(peer => peer.Pods)
            .Distinct();

    private static ImmutableArray<(HypotheticalPod Pod, PortSet Ports)> Open(
        KnownPods known, WorkloadPeer workload, Direction direction, HypotheticalPod stranger, IEnumerable<HypotheticalPod> candidates)
    {
        var usual = known.Allowed(direction, workload, stranger);
        return
        [
            .. new[] { (Pod: stranger, Ports: usual) }
                .Concat(candidates.Select(pod => (Pod: pod, Ports: known.Allowed(direction, workload, pod))).Where(one => !one.Ports.Equals(usual)))
                .Where(one => !one.Ports.IsEmpty),
        ];
    }

    private static ImmutableArray<(OutsidePeer Outside, PortSet Ports)> OpenOutside(
        ConnectionMap map, WorkloadPeer workload, Direction direction) =>
    [
        .. map.Peers.OfType<OutsidePeer>()
            .Select(outside => (outside, Ports: direction == Direction.Ingress ? map.Ports(outside, workload) : map.Ports(workload, outside)))
            .Where(one => !one.Ports.IsEmpty),
    ];

    /// <summary>The cluster as it would be with the made-up pods in it.</summary>
    private sealed class KnownPods
    {
        private readonly Connectivity connectivity;
        private readonly Dictionary<PodRef, EquatableArray<int>> ends;

        public KnownPods(ConnectionMap map, ImmutableArray<HypotheticalPod> pods)
        {
            var snapshot = map.Evaluator.Cluster.Snapshot;
            snapshot = snapshot with
            {
                Namespaces = [.. snapshot.Namespaces, .. pods.Select(pod => pod.Namespace)],
                Pods = [.. snapshot.Pods, .. pods.Select(pod => pod.Pod)],
            };
            var compiler = PolicyCompiler.ForAnalysis(map.Evaluator.Profile);
            compiler.Load(snapshot);
            compiler.Commit();
            connectivity = Connectivity.Of(compiler, snapshot.Pods.DistinctBy(pod => pod.Ref));
            ends = PeerFolding.Ends(connectivity);
        }

        public PortSet Allowed(Direction direction, WorkloadPeer workload, HypotheticalPod pod)
        {
            var peer = connectivity.Ends[ends[pod.Pod.Ref][0]];
            return ends[workload.Pods[0].Ref].Items.Aggregate(
                PortSet.None, (ports, end) => ports.Union(connectivity.Allowed(direction, connectivity.Ends[end], peer)));
        }
    }
}
