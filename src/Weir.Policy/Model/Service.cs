using Weir.Policy.Addresses;
using Weir.Policy.Ports;

namespace Weir.Policy.Model;

/// <summary>A Service: policies never see it (R61), but questions and the lab follow it to its pods.</summary>
public sealed record Service
{
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary>Null: no selector, so no pods that we know of. Empty is not possible in the API: it is stored as null.</summary>
    public LabelSelector? Selector { get; init; }

    /// <summary><c>spec.clusterIPs</c>; empty for a headless Service or one that has none yet.</summary>
    public EquatableArray<IP> ClusterIPs { get; init; }

    public EquatableArray<ServicePort> Ports { get; init; }

    public Source Source { get; init; }

    public override string ToString() => $"{Namespace}/{Name}";
}

/// <summary><c>targetPort</c> is resolved on each pod; null: the same as <paramref name="Port"/>.</summary>
public sealed record ServicePort(string Name, Protocol Protocol, ushort Port, IntOrString? TargetPort);
