using Weir.Policy.Addresses;
using Weir.Policy.Model;

namespace Weir.Policy.Evaluation;

/// <summary>One end of a flow.</summary>
public abstract record Endpoint
{
    private protected Endpoint()
    {
    }

    /// <summary>The address in use; null for a pod that has none yet, which no ipBlock matches.</summary>
    public abstract IP? Address { get; }
}

/// <summary>A pod with an address of its own. Host-network pods are <see cref="NodeEndpoint"/>s (R59).</summary>
public sealed record PodEndpoint(Pod Pod, IP? Address) : Endpoint
{
    public override IP? Address { get; } = Address;

    public override string ToString() => Pod.ToString();
}

/// <summary>A node, or a host-network pod on it, which cannot be told apart (R59). The node's name may be unknown.</summary>
public sealed record NodeEndpoint(string? NodeName, IP? Address) : Endpoint
{
    public override IP? Address { get; } = Address;

    public override string ToString() => $"node {NodeName}";
}

/// <summary>Any other address.</summary>
public sealed record ExternalEndpoint(IP Target) : Endpoint
{
    public override IP? Address => Target;

    public override string ToString() => Target.ToString();
}
