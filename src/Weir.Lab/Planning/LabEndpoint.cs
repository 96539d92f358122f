using Weir.Policy.Addresses;
using Weir.Policy.Model;

namespace Weir.Lab.Planning;

/// <summary>Somebody who can send and receive in a lab: a pod, a node or an external host.</summary>
public abstract record LabEndpoint
{
    /// <summary>For people: <c>namespace/pod</c>, or the name of the node or host.</summary>
    public abstract string Name { get; }

    /// <summary>Name of the network namespace it lives in; host-network pods share their node's.</summary>
    public required string NetworkNamespace { get; init; }

    public abstract EquatableArray<IP> Addresses { get; }

    /// <summary>The first address of the family, which is the one that Kubernetes calls primary; null for none.</summary>
    public IP? Address(IPFamily family)
    {
        foreach (var ip in Addresses)
        {
            if (ip.Family == family) return ip;
        }

        return null;
    }

    public sealed override string ToString() => Name;
}

/// <summary>A node and the link from the underlay to it.</summary>
public sealed record LabNode : LabEndpoint
{
    public required Node Node { get; init; }

    /// <summary>Number of the link, unique in the lab.</summary>
    public required int Link { get; init; }

    /// <summary>The networks its pods' addresses are taken from: one of each allocated family.</summary>
    public required EquatableArray<Cidr> PodCidrs { get; init; }

    public override string Name => Node.Name;

    public override EquatableArray<IP> Addresses => Node.Addresses;
}

/// <summary>A pod that runs, with its final addresses and node.</summary>
public sealed record LabPod : LabEndpoint
{
    public required Pod Pod { get; init; }

    /// <summary>Number of the link from its node, unique in the lab; null for a host-network pod, which needs none.</summary>
    public required int? Link { get; init; }

    public override string Name => Pod.ToString();

    public override EquatableArray<IP> Addresses => Pod.IPs;
}

/// <summary>A host outside the cluster and the link from the underlay to it.</summary>
public sealed record LabExternal : LabEndpoint
{
    public required ExternalHost Host { get; init; }

    /// <summary>Number of the link, unique in the lab.</summary>
    public required int Link { get; init; }

    public override string Name => Host.Name;

    public override EquatableArray<IP> Addresses => Host.Addresses;
}
