using System.Collections.Immutable;
using Weir.Policy.Addresses;
using Weir.Policy.Model;

namespace Weir.Lab.Planning;

/// <summary>
/// Who lives where with which address, before anything is built. Pure data: the same cluster and options give the same plan.
/// </summary>
public sealed record LabPlan
{
    public required LabOptions Options { get; init; }

    public required ImmutableArray<LabNode> Nodes { get; init; }

    /// <summary>The pods that run; finished ones have no namespace and no address of their own.</summary>
    public required ImmutableArray<LabPod> Pods { get; init; }

    public required ImmutableArray<LabExternal> Externals { get; init; }

    /// <summary>The cluster as the lab is: the input with every running pod's and every node's final addresses and places.</summary>
    public required ClusterSnapshot Cluster { get; init; }

    /// <summary>The underlay's own addresses: it answers for what has no route.</summary>
    public required EquatableArray<IP> UnderlayAddresses { get; init; }

    public string Name => Options.Name;

    /// <summary>The namespace that joins the nodes and the external hosts.</summary>
    public string Underlay => LabNames.Underlay(Name);

    public IEnumerable<LabEndpoint> Endpoints => [.. Nodes, .. Pods, .. Externals];

    /// <summary>Some endpoint has an IPv6 address.</summary>
    public bool UsesIPv6 => Endpoints.Any(endpoint => endpoint.Address(IPFamily.IPv6) is not null);

    /// <exception cref="LabException">The cluster cannot be a lab, for example because two pods have one address.</exception>
    public static LabPlan Create(ClusterSnapshot cluster, LabOptions options)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(options);
        return LabPlanner.Plan(cluster, options);
    }

    public LabPod? Pod(PodRef pod) => Pods.FirstOrDefault(candidate => candidate.Pod.Ref == pod);

    public LabNode? Node(string name) => Nodes.FirstOrDefault(candidate => candidate.Name == name);

    /// <summary>The plan with one more pod. Nothing else moves; an address that a removed pod had may be given out again.</summary>
    /// <exception cref="LabException">The pod exists, its node does not, or its address is taken.</exception>
    public LabPlan Add(Pod pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return LabPlanner.Add(this, pod);
    }

    /// <summary>The plan without that pod; the same plan when it has none of that name.</summary>
    public LabPlan Remove(PodRef pod) => this with
    {
        Pods = Pods.RemoveAll(candidate => candidate.Pod.Ref == pod),
        Cluster = Cluster with { Pods = Cluster.Pods.RemoveAll(candidate => candidate.Ref == pod) },
    };

    /// <summary>All links, outer before inner: the order in which they can be built.</summary>
    public IEnumerable<LabLink> Links() => [.. Nodes.Select(Link), .. Externals.Select(Link), .. Pods.Select(Link).OfType<LabLink>()];

    public LabLink Link(LabNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return new()
        {
            Number = node.Link,
            Outer = Underlay,
            Inner = node.NetworkNamespace,
            Addresses = node.Addresses,
            Behind = [.. Pods.Where(pod => pod.Link is not null && pod.Pod.NodeName == node.Name).SelectMany(pod => pod.Addresses)],
            GatewayAddresses = UnderlayAddresses,
            InnerForwards = true,
        };
    }

    public LabLink Link(LabExternal external)
    {
        ArgumentNullException.ThrowIfNull(external);
        return new()
        {
            Number = external.Link,
            Outer = Underlay,
            Inner = external.NetworkNamespace,
            Addresses = external.Addresses,
            GatewayAddresses = UnderlayAddresses,
        };
    }

    /// <summary>Null for a host-network pod.</summary>
    public LabLink? Link(LabPod pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        if (pod.Link is not { } number) return null;

        var node = NodeOf(pod);
        return new()
        {
            Number = number,
            Outer = node.NetworkNamespace,
            Inner = pod.NetworkNamespace,
            Addresses = pod.Addresses,
            GatewayAddresses = node.Addresses,
        };
    }

    public LabNode NodeOf(LabPod pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return Nodes.First(node => node.Name == pod.Pod.NodeName);
    }
}
