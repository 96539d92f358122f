using System.Collections.Frozen;
using System.Collections.Immutable;
using Weir.Policy.Addresses;
using Weir.Policy.Model;

namespace Weir.Policy.Resolution;

/// <summary>A snapshot, ready to be asked: who has this address, what labels has that namespace.</summary>
public sealed class ClusterIndex
{
    private readonly FrozenDictionary<string, Namespace> namespaces;
    private readonly FrozenDictionary<PodRef, Pod> pods;
    private readonly FrozenDictionary<string, Node> nodes;
    private readonly FrozenDictionary<IP, Pod> podsByAddress;
    private readonly FrozenDictionary<IP, Node> nodesByAddress;

    public ClusterIndex(ClusterSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        Snapshot = snapshot;
        namespaces = Last(snapshot.Namespaces, space => space.Name);
        pods = Last(snapshot.Pods, pod => pod.Ref);
        nodes = Last(snapshot.Nodes, node => node.Name);
        nodesByAddress = Last(
            snapshot.Nodes.Where(node => ReferenceEquals(nodes[node.Name], node))
                .SelectMany(node => node.Addresses.Select(address => (address, node))),
            pair => pair.address,
            pair => pair.node);

        var owners = new Dictionary<IP, Pod>();
        foreach (var pod in pods.Values)
        {
            if (!AddressOwnership.CanOwn(pod)) continue;

            foreach (var ip in pod.IPs)
            {
                if (!owners.TryGetValue(ip, out var holder) || AddressOwnership.Beats(pod, holder)) owners[ip] = pod;
            }
        }

        podsByAddress = owners.ToFrozenDictionary();
    }

    private ClusterIndex(ClusterIndex other, ImmutableArray<NetworkPolicy> policies)
    {
        (namespaces, pods, podsByAddress) = (other.namespaces, other.pods, other.podsByAddress);
        (nodes, nodesByAddress) = (other.nodes, other.nodesByAddress);
        Snapshot = other.Snapshot with { NetworkPolicies = policies };
    }

    public ClusterSnapshot Snapshot { get; }

    public IReadOnlyCollection<Node> Nodes => nodes.Values;

    /// <summary>The same cluster with other policies.</summary>
    public ClusterIndex With(ImmutableArray<NetworkPolicy> policies) => new(this, policies);

    public Pod? FindPod(string ns, string name) => pods.GetValueOrDefault(new PodRef(ns, name));

    /// <summary>The pod that an address belongs to now (R76), or null.</summary>
    public Pod? FindPod(IP address) => podsByAddress.GetValueOrDefault(address);

    public Node? FindNode(string name) => nodes.GetValueOrDefault(name);

    public Node? FindNode(IP address) => nodesByAddress.GetValueOrDefault(address);

    /// <summary>The labels of a namespace; one that nobody declares has its name label only.</summary>
    public LabelSet NamespaceLabels(string name) =>
        namespaces.TryGetValue(name, out var declared) ? declared.Labels : new Namespace(name).Labels;

    private static FrozenDictionary<TKey, TItem> Last<TItem, TKey>(IEnumerable<TItem> items, Func<TItem, TKey> key)
        where TKey : notnull => Last(items, key, item => item);

    /// <summary>Where a key comes twice, the later object wins.</summary>
    private static FrozenDictionary<TKey, TValue> Last<TItem, TKey, TValue>(
        IEnumerable<TItem> items, Func<TItem, TKey> key, Func<TItem, TValue> value)
        where TKey : notnull
    {
        var result = new Dictionary<TKey, TValue>();
        foreach (var item in items) result[key(item)] = value(item);
        return result.ToFrozenDictionary();
    }
}
