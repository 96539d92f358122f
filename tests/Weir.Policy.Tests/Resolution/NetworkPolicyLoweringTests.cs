using Weir.Policy.Addresses;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Policy.Resolution;

namespace Weir.Policy.Tests.Resolution;

public sealed class NetworkPolicyLoweringTests
{
    [Theory]
    [InlineData("Ingress", true, false)]
    [InlineData("Egress", false, true)]
    [InlineData("Ingress Egress", true, true)]
    [InlineData("", false, false)] // stored objects always list a type; a raw one is not guessed at here
    [InlineData("ingress EGRESS Both", false, false)]
    public void R3_R6_a_section_counts_only_when_its_direction_is_listed(string types, bool ingress, bool egress)
    {
        var (policy, problems) = Lower(new()
        {
            Namespace = "x",
            Name = "p",
            PolicyTypes = [.. types.Split(' ')],
            Ingress = [new()],
            Egress = [new()],
        });
        Assert.Equal(ingress, policy.Ingress is not null);
        Assert.Equal(egress, policy.Egress is not null);
        Assert.Empty(problems);
    }

    [Fact]
    public void R12_no_rules_in_a_listed_direction_are_an_empty_list_and_not_null()
    {
        var (policy, _) = Lower(new() { Namespace = "x", Name = "p", PolicyTypes = ["Ingress"] });
        Assert.NotNull(policy.Ingress);
        Assert.True(policy.Ingress.Value.IsEmpty);
        Assert.Null(policy.Egress);
    }

    [Fact]
    public void R12_no_peers_and_no_ports_mean_any()
    {
        var rule = LowerRule(new NetworkPolicyRule());
        Assert.Null(rule.Peers);
        Assert.Null(rule.Ports);
        Assert.Equal(RuleAction.Allow, rule.Action);
    }

    [Fact]
    public void R13_an_absent_list_lowers_like_an_empty_one()
    {
        var absent = LowerRule(new NetworkPolicyRule { Peers = default, Ports = default });
        var empty = LowerRule(new NetworkPolicyRule { Peers = [], Ports = [] });
        Assert.Equal(absent, empty);
        Assert.Equal(
            Peer(new() { IPBlock = new() { Cidr = "10.0.0.0/8", Except = default } }),
            Peer(new() { IPBlock = new() { Cidr = "10.0.0.0/8", Except = [] } }));
    }

    [Fact]
    public void R2_the_subject_is_bound_to_the_policys_own_namespace()
    {
        var selector = LabelSelector.Of(("pod", "a"));
        var (policy, _) = Lower(new() { Namespace = "x", Name = "p", PodSelector = selector, PolicyTypes = ["Ingress"] });
        Assert.Equal(new PodMatcher("x", null, selector), policy.Subject);
        Assert.True(policy.Subject.Matches(LabelSet.Of(("pod", "a")), "x", LabelSet.Empty));
        Assert.False(policy.Subject.Matches(LabelSet.Of(("pod", "a")), "y", LabelSet.Empty));
    }

    [Fact]
    public void R25_to_R27_selectors_name_pods_by_namespace_and_labels()
    {
        var (pods, spaces) = (LabelSelector.Of(("pod", "b")), LabelSelector.Of(("ns", "y")));
        Assert.Equal(new PodPeer(new PodMatcher("x", null, pods)), Peer(new() { PodSelector = pods }));
        Assert.Equal(new PodPeer(new PodMatcher(null, spaces, LabelSelector.Everything)), Peer(new() { NamespaceSelector = spaces }));
        Assert.Equal(new PodPeer(new PodMatcher(null, spaces, pods)), Peer(new() { PodSelector = pods, NamespaceSelector = spaces }));
    }

    [Fact]
    public void R34_blocks_are_canonical()
    {
        var peer = Peer(new() { IPBlock = new() { Cidr = "::ffff:10.1.2.3/104", Except = ["010.1.0.7/16"] } });
        Assert.Equal(new AddressPeer(Cidr.Parse("10.0.0.0/8"), [Cidr.Parse("10.1.0.0/16")]), peer);
    }

    [Theory]
    [InlineData("TCP", null, null, "tcp")] // R39
    [InlineData("UDP", null, null, "udp")]
    [InlineData("TCP", 80, null, "tcp/80")] // R40
    [InlineData("TCP", 80, 80, "tcp/80")]
    [InlineData("SCTP", 80, 90, "sctp/80-90")]
    [InlineData("TCP", 1, 65535, "tcp/1-65535")]
    [InlineData("TCP", 65535, null, "tcp/65535")]
    public void R39_R40_ports_by_number_are_ranges(string protocol, int? port, int? end, string text)
    {
        var match = Port(new() { Protocol = protocol, Port = port is { } number ? (IntOrString)number : (IntOrString?)null, EndPort = end }, out var problems);
        Assert.Equal(text, Assert.IsType<NumberedPortMatch>(match).ToString());
        Assert.Empty(problems);
    }

    [Fact]
    public void R38_a_port_without_a_protocol_is_TCP() =>
        Assert.Equal(new NumberedPortMatch(Protocol.Tcp, new PortRange(80)), Port(new() { Port = 80 }, out _));

    [Fact]
    public void R45_a_named_port_keeps_the_rules_protocol()
    {
        Assert.Equal(new NamedPortMatch(Protocol.Udp, "dns"), Port(new() { Protocol = "UDP", Port = "dns" }, out _));
        Assert.Equal(new NamedPortMatch(Protocol.Tcp, "80"), Port(new() { Port = "80" }, out _)); // AT5: a name
    }

    [Theory]
    [InlineData("tcp", 80, null, "spec.ingress[0].ports[0].protocol")]
    [InlineData("", 80, null, "spec.ingress[0].ports[0].protocol")]
    [InlineData("ICMP", null, null, "spec.ingress[0].ports[0].protocol")]
    [InlineData("TCP", 0, null, "spec.ingress[0].ports[0]")]
    [InlineData("TCP", -1, null, "spec.ingress[0].ports[0]")]
    [InlineData("TCP", 65536, null, "spec.ingress[0].ports[0]")]
    [InlineData("TCP", 80, 79, "spec.ingress[0].ports[0]")]
    [InlineData("TCP", 80, 65536, "spec.ingress[0].ports[0]")]
    [InlineData("TCP", null, 90, "spec.ingress[0].ports[0]")]
    public void A_port_that_is_not_understood_is_reported_and_matches_nothing(string protocol, int? port, int? end, string field)
    {
        var match = Port(new() { Protocol = protocol, Port = port is { } number ? (IntOrString)number : (IntOrString?)null, EndPort = end }, out var problems);
        Assert.IsType<UnknownPortMatch>(match);
        Assert.Equal(field, Assert.Single(problems).Field);
    }

    [Fact]
    public void A_name_with_an_end_port_is_reported_and_matches_nothing()
    {
        Assert.IsType<UnknownPortMatch>(Port(new() { Port = "web", EndPort = 90 }, out var problems));
        Assert.Single(problems);
    }

    [Theory]
    [InlineData("10/8", "", "spec.ingress[0].from[0].ipBlock.cidr")]
    [InlineData("", "", "spec.ingress[0].from[0].ipBlock.cidr")]
    [InlineData("::ffff:10.0.0.0/8", "", "spec.ingress[0].from[0].ipBlock.cidr")]
    [InlineData("10.0.0.0/8", "10.1/16", "spec.ingress[0].from[0].ipBlock.except[0]")]
    [InlineData("10.0.0.0/8", "10.1.0.0/16 x", "spec.ingress[0].from[0].ipBlock.except[1]")] // the hole could be anywhere
    public void A_block_that_cannot_be_read_is_reported_and_matches_nobody(string cidr, string except, string field)
    {
        var (policy, problems) = Lower(Policy(new NetworkPolicyRule
        {
            Peers = [new() { IPBlock = new() { Cidr = cidr, Except = [.. except.Split(' ', StringSplitOptions.RemoveEmptyEntries)] } }],
        }));
        Assert.IsType<UnknownPeer>(policy.Ingress!.Value[0].Peers!.Value[0]);
        Assert.Equal(field, Assert.Single(problems).Field);
    }

    [Fact]
    public void A_peer_that_names_nobody_or_two_kinds_is_reported_and_matches_nobody()
    {
        foreach (var peer in (NetworkPolicyPeer[])[
            new(),
            new() { IPBlock = new() { Cidr = "0.0.0.0/0" }, PodSelector = LabelSelector.Everything },
            new() { IPBlock = new() { Cidr = "0.0.0.0/0" }, NamespaceSelector = LabelSelector.Everything }])
        {
            var (policy, problems) = Lower(Policy(new NetworkPolicyRule { Peers = [peer] }));
            Assert.IsType<UnknownPeer>(policy.Ingress!.Value[0].Peers!.Value[0]);
            Assert.Equal("spec.ingress[0].from[0]", Assert.Single(problems).Field);
        }
    }

    [Fact]
    public void R22_an_unknown_operator_is_reported_wherever_it_stands()
    {
        var broken = new LabelSelector { MatchExpressions = [new("k", "Near", ["a"])] };
        var policy = Policy(new NetworkPolicyRule { Peers = [new() { PodSelector = broken }, new() { PodSelector = LabelSelector.Everything, NamespaceSelector = broken }] });
        var (_, problems) = Lower(policy with { PodSelector = broken });
        Assert.Equal(
            ["spec.podSelector", "spec.ingress[0].from[0].podSelector", "spec.ingress[0].from[1].namespaceSelector"],
            problems.Select(problem => problem.Field));
    }

    [Fact]
    public void A_problem_says_which_policy_and_where_it_was_written()
    {
        var written = new Source("p.yaml", 7, 3);
        var policy = Policy(new NetworkPolicyRule { Ports = [new() { Protocol = "tcp" }] }) with { Source = written };
        Assert.Equal((new PolicyRef("NetworkPolicy", "x", "p"), written), Describe(policy));

        var rule = new Source("p.yaml", 9, 5);
        policy = policy with { Ingress = [policy.Ingress[0] with { Source = rule }] };
        Assert.Equal((new PolicyRef("NetworkPolicy", "x", "p"), rule), Describe(policy));

        static (PolicyRef, Source) Describe(NetworkPolicy policy) => (Lower(policy).Problems.Single().Policy, Lower(policy).Problems.Single().Source);
    }

    [Fact]
    public void A_rule_is_named_by_its_place()
    {
        var (policy, _) = Lower(new()
        {
            Namespace = "x",
            Name = "p",
            PolicyTypes = ["Egress"],
            Egress = [new(), new() { Peers = [new() { IPBlock = new() { Cidr = "bad" } }] }],
        });
        Assert.Equal(["x/p egress[0]", "x/p egress[1]"], policy.Egress!.Value.Select(rule => rule.Ref.ToString()));
    }

    private static NetworkPolicy Policy(NetworkPolicyRule rule) =>
        new() { Namespace = "x", Name = "p", PolicyTypes = ["Ingress"], Ingress = [rule] };

    private static Rule LowerRule(NetworkPolicyRule rule) => Lower(Policy(rule)).Policy.Ingress!.Value[0];

    private static Peer Peer(NetworkPolicyPeer peer) => LowerRule(new() { Peers = [peer] }).Peers!.Value[0];

    private static PortMatch Port(NetworkPolicyPort port, out List<PolicyProblem> problems)
    {
        (var policy, problems) = Lower(Policy(new NetworkPolicyRule { Ports = [port] }));
        return policy.Ingress!.Value[0].Ports!.Value[0];
    }

    private static (TierPolicy Policy, List<PolicyProblem> Problems) Lower(NetworkPolicy policy)
    {
        List<PolicyProblem> problems = [];
        return (NetworkPolicyLowering.Lower(policy, problems), problems);
    }
}
