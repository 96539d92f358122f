using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Connections;

/// <summary>A policy object that is not the same in two clusters. Annotations and places in files do not count.</summary>
/// <param name="Source">Where the new object is written; of a removed one, where the old one is.</param>
public sealed record PolicyDifference(PolicyDifferenceKind Kind, PolicyRef Policy, Source Source)
{
    internal static Dictionary<PolicyRef, PolicyDifference> Between(PolicySet old, PolicySet @new)
    {
        var (before, after) = (ByRef(old), ByRef(@new));
        var differences = new Dictionary<PolicyRef, PolicyDifference>();
        foreach (var (policy, text) in before)
        {
            if (!after.TryGetValue(policy, out var other)) differences[policy] = new(PolicyDifferenceKind.Removed, policy, text.Source);
            else if (WithoutPlaces(text) != WithoutPlaces(other)) differences[policy] = new(PolicyDifferenceKind.Changed, policy, other.Source);
        }

        foreach (var (policy, text) in after)
        {
            if (!before.ContainsKey(policy)) differences[policy] = new(PolicyDifferenceKind.Added, policy, text.Source);
        }

        return differences;
    }

    private static Dictionary<PolicyRef, TierPolicy> ByRef(PolicySet policies) =>
        policies.Tiers.SelectMany(tier => tier.Policies).ToDictionary(policy => policy.Ref);

    private static TierPolicy WithoutPlaces(TierPolicy policy) =>
        policy with { Source = default, Ingress = WithoutPlaces(policy.Ingress), Egress = WithoutPlaces(policy.Egress) };

    private static EquatableArray<Rule>? WithoutPlaces(EquatableArray<Rule>? rules) =>
        rules is { } some ? [.. some.Select(rule => rule with { Ref = rule.Ref with { Source = default } })] : null;
}

public enum PolicyDifferenceKind
{
    Changed = 0,
    Added,
    Removed,
}
