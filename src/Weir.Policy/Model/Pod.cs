using Weir.Policy.Addresses;
using Weir.Policy.Ports;

namespace Weir.Policy.Model;

/// <summary>A pod, or the pod that a workload's template would make (then without addresses).</summary>
public sealed record Pod
{
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    public LabelSet Labels { get; init; } = LabelSet.Empty;

    /// <summary><c>status.podIPs</c>. Empty: no address yet, or a template.</summary>
    public EquatableArray<IP> IPs { get; init; }

    /// <summary><c>spec.nodeName</c>; null: not scheduled.</summary>
    public string? NodeName { get; init; }

    public bool HostNetwork { get; init; }

    public PodPhase Phase { get; init; }

    /// <summary>Seconds since the Unix epoch of <c>metadata.creationTimestamp</c>; 0 when not given. Breaks ties for an address (R76).</summary>
    public long CreatedAt { get; init; }

    /// <summary>Ports of all containers and native sidecars, not of ordinary init containers (R50).</summary>
    public EquatableArray<ContainerPort> Ports { get; init; }

    /// <summary>The controlling owner, or the template's own workload; null for a bare pod.</summary>
    public WorkloadRef? Workload { get; init; }

    public Source Source { get; init; }

    /// <summary>Finished pods are neither subjects nor peers; their address may belong to somebody else (R72).</summary>
    public bool IsFinished => Phase is PodPhase.Succeeded or PodPhase.Failed;

    public PodRef Ref => new(Namespace, Name);

    public override string ToString() => $"{Namespace}/{Name}";
}

/// <summary>A pod's key. Names cannot hold a slash, so the joined form is unique.</summary>
public readonly record struct PodRef(string Namespace, string Name)
{
    public override string ToString() => $"{Namespace}/{Name}";
}

/// <summary>A workload in the pod's namespace: <c>Deployment</c>, <c>web</c>.</summary>
public sealed record WorkloadRef(string Kind, string Name);

/// <summary>A declared container port. It matters only for its name (R49); the name is empty for one that has none.</summary>
public readonly record struct ContainerPort(string Name, Protocol Protocol, ushort Port);

public enum PodPhase
{
    Unknown = 0,
    Pending,
    Running,
    Succeeded,
    Failed,
}
