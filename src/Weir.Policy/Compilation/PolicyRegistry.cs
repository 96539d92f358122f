using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Policy.Compilation;

/// <summary>One policy with its rules interned. Null rules: the policy does not cover that direction.</summary>
internal sealed record PolicyState(TierPolicy Policy, int Tier, CompiledRule[]? Ingress, CompiledRule[]? Egress)
{
    public CompiledRule[]? Rules(Direction direction) => direction == Direction.Ingress ? Ingress : Egress;
}

/// <summary>The policies, found by name or by the pods that they select.</summary>
internal sealed class PolicyRegistry(IReadOnlyList<Tier> tiers)
{
    private readonly Dictionary<PolicyRef, PolicyState> byRef = [];
    private readonly Dictionary<string, SelectorIndex<PolicyState>> byNamespace = [];
    private readonly SelectorIndex<PolicyState> clusterWide = new();

    public IReadOnlyList<Tier> Tiers { get; } = tiers;

    public IReadOnlyCollection<PolicyState> All => byRef.Values;

    public void Add(PolicyState policy)
    {
        byRef.Add(policy.Policy.Ref, policy);
        IndexOf(policy).Add(policy.Policy.Subject.Pods, policy);
    }

    public PolicyState? Remove(PolicyRef name)
    {
        if (!byRef.Remove(name, out var policy)) return null;

        IndexOf(policy).Remove(policy.Policy.Subject.Pods, policy);
        return policy;
    }

    /// <summary>The enforced policies that select these pods, by tier.</summary>
    public ILookup<int, PolicyState> Selecting(PodGroupKey pods, LabelSet namespaceLabels)
    {
        List<PolicyState> matches = [];
        if (byNamespace.TryGetValue(pods.Namespace, out var local)) local.Match(pods.Labels, matches);
        clusterWide.Match(pods.Labels, matches);
        return matches
            .Where(policy => !policy.Policy.Staged && policy.Policy.Subject.MatchesNamespace(pods.Namespace, namespaceLabels))
            .ToLookup(policy => policy.Tier);
    }

    private SelectorIndex<PolicyState> IndexOf(PolicyState policy)
    {
        if (policy.Policy.Subject.Namespace is not { } name) return clusterWide;

        if (!byNamespace.TryGetValue(name, out var index)) byNamespace[name] = index = new();
        return index;
    }
}
