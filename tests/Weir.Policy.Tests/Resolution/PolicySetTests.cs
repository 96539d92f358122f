using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Policy.Tests.Resolution;

public sealed class PolicySetTests
{
    [Fact]
    public void Policies_keep_the_order_of_the_input_and_all_problems_are_collected()
    {
        var set = PolicySet.From(ClusterSnapshot.Empty with { NetworkPolicies = [Policy("b", "tcp"), Policy("a", "TCP"), Policy("c", "udp")] });
        var tier = Assert.Single(set.Tiers);
        Assert.Equal(["x/b", "x/a", "x/c"], tier.Policies.Select(policy => policy.Ref.ToString()));
        Assert.Equal(["x/b", "x/c"], set.Problems.Select(problem => problem.Policy.ToString()));
        Assert.True(tier.Isolates);
        Assert.Equal(TierMode.DenyBeatsAllow, tier.Mode);
    }

    /// <summary>A policy is replaced by its name, never added to; the compiler does the same.</summary>
    [Fact]
    public void Where_a_policy_comes_twice_the_later_one_is_the_only_one()
    {
        var set = PolicySet.From(ClusterSnapshot.Empty with { NetworkPolicies = [Policy("a", "tcp"), Policy("b", "TCP"), Policy("a", "UDP")] });
        Assert.Equal(["x/a", "x/b"], set.Tiers[0].Policies.Select(policy => policy.Ref.ToString()));
        Assert.Equal("udp", set.Tiers[0].Policies[0].Ingress!.Value[0].Ports!.Value[0].ToString());
        Assert.Empty(set.Problems);
    }

    private static NetworkPolicy Policy(string name, string protocol) => new()
    {
        Namespace = "x",
        Name = name,
        PolicyTypes = ["Ingress"],
        Ingress = [new() { Ports = [new() { Protocol = protocol }] }],
    };
}
