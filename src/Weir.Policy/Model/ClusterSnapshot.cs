using System.Collections.Immutable;

namespace Weir.Policy.Model;

/// <summary>
/// All that a verdict depends on, frozen. Objects keep the order of the input; a namespace that objects mention but nobody
/// declares exists with its name label only.
/// </summary>
public sealed record ClusterSnapshot
{
    public static readonly ClusterSnapshot Empty = new();

    public ImmutableArray<Namespace> Namespaces { get; init; } = [];

    public ImmutableArray<Pod> Pods { get; init; } = [];

    public ImmutableArray<Node> Nodes { get; init; } = [];

    public ImmutableArray<Service> Services { get; init; } = [];

    public ImmutableArray<NetworkPolicy> NetworkPolicies { get; init; } = [];
}
