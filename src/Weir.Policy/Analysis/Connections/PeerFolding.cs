using System.Collections.Immutable;
using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Connections;

/// <summary>Folds pods into their workloads, where no policy tells them apart.</summary>
internal sealed class PeerFolding
{
    private readonly Dictionary<PodRef, EquatableArray<int>> endsOf;

    /// <param name="apart">Workloads whose pods are listed one by one although they are alike.</param>
    public PeerFolding(Connectivity connectivity, ClusterIndex cluster, IReadOnlySet<WorkloadKey> apart)
    {
        endsOf = Ends(connectivity);
        var pods = cluster.Snapshot.Pods
            .Where(pod => endsOf.ContainsKey(pod.Ref) && ReferenceEquals(cluster.FindPod(pod.Namespace, pod.Name), pod))
            .GroupBy(pod => pod.Workload is { Kind: not WorkloadPeer.PodKind } workload ? new WorkloadKey(pod.Namespace, workload) : null);

        List<WorkloadPeer> peers = [];
        foreach (var group in pods)
        {
            if (group.Key is { } key && !apart.Contains(key) && group.Select(pod => endsOf[pod.Ref]).Distinct().Take(2).Count() == 1)
            {
                peers.Add(new WorkloadPeer(key.Workload.Kind, key.Workload.Name, [.. group]));
                continue;
            }

            if (group.Key is not null) Apart = Apart.Add(group.Key);
            peers.AddRange(group.Select(pod => new WorkloadPeer(WorkloadPeer.PodKind, pod.Name, [pod])));
        }

        Peers =
        [
            .. peers.OrderBy(peer => peer.Namespace, StringComparer.Ordinal)
                .ThenBy(peer => peer.Name, StringComparer.Ordinal)
                .ThenBy(peer => peer.Kind, StringComparer.Ordinal),
        ];
    }

    public ImmutableArray<WorkloadPeer> Peers { get; }

    /// <summary>The workloads whose pods are peers of their own.</summary>
    public ImmutableHashSet<WorkloadKey> Apart { get; private set; } = [];

    /// <summary>Indexes of the ends of each of its pods.</summary>
    public EquatableArray<int> EndsOf(WorkloadPeer peer) => endsOf[peer.Pods[0].Ref];

    /// <summary>The ends that each pod is a member of: one for each of its addresses, or one for a pod without any.</summary>
    public static Dictionary<PodRef, EquatableArray<int>> Ends(Connectivity connectivity)
    {
        Dictionary<PodRef, SortedSet<int>> ends = [];
        for (var i = 0; i < connectivity.Ends.Length; i++)
        {
            foreach (var (pod, _) in connectivity.Ends[i].Pods)
            {
                if (!ends.TryGetValue(pod.Ref, out var own)) ends[pod.Ref] = own = [];
                own.Add(i);
            }
        }

        return ends.ToDictionary(pod => pod.Key, pod => (EquatableArray<int>)pod.Value.ToImmutableArray());
    }
}

/// <summary>Names a workload.</summary>
internal sealed record WorkloadKey(string Namespace, WorkloadRef Workload);
