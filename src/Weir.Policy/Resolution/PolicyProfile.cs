namespace Weir.Policy.Resolution;

/// <summary>
/// The places where the standard leaves a choice ([P] in the rule book), with the default of each. Evaluator, table and kernel
/// follow the same profile.
/// </summary>
public sealed record PolicyProfile
{
    public static readonly PolicyProfile Default = new();

    /// <summary>R35: whether an <c>ipBlock</c> matches a pod's address. The API only intends blocks for outside the cluster.</summary>
    public bool IPBlockMatchesPods { get; init; } = true;

    /// <summary>R57: whether NetworkPolicy judges egress to the pod's own node. By default it is exempt.</summary>
    public bool EnforceOwnNodeEgress { get; init; }
}
