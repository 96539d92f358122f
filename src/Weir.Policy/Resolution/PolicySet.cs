using System.Collections.Immutable;
using Weir.Policy.Model;

namespace Weir.Policy.Resolution;

/// <summary>
/// Every policy of a cluster, lowered to ordered tiers of rules. The verdict of one direction walks the tiers from the first; what
/// no tier decides is allowed.
/// </summary>
public sealed class PolicySet
{
    private PolicySet(ImmutableArray<Tier> tiers, ImmutableArray<PolicyProblem> problems)
    {
        Tiers = tiers;
        Problems = problems;
    }

    public ImmutableArray<Tier> Tiers { get; }

    /// <summary>What a policy says that cannot be enforced as written. The policy is in the set all the same, on the denying side.</summary>
    public ImmutableArray<PolicyProblem> Problems { get; }

    /// <summary>Where a policy comes twice, the later one replaces the earlier.</summary>
    public static PolicySet From(ClusterSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var problems = ImmutableArray.CreateBuilder<PolicyProblem>();
        var policies = snapshot.NetworkPolicies
            .GroupBy(policy => (policy.Namespace, policy.Name), (_, same) => same.Last())
            .Select(policy => NetworkPolicyLowering.Lower(policy, problems))
            .ToImmutableArray();
        return new([Tier.NetworkPolicy with { Policies = policies }], problems.ToImmutable());
    }
}

/// <summary>One thing that could not be understood: the policy, the API field path, what is wrong and what happens instead.</summary>
public sealed record PolicyProblem(PolicyRef Policy, string Field, string Message, Source Source);
