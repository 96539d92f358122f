using Weir.Policy.Compilation;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Policy.Resolution;
using Weir.Testing;

namespace Weir.Policy.Tests.Evaluation;

/// <summary>Rules that the verdicts by hand do not reach, in the same world. The tables are asked too.</summary>
public sealed class PolicyEvaluatorTests
{
    private static readonly NetworkPolicyRule Anything = new();

    /// <summary>R22: it matches nothing, but the policy isolates as if it were not there.</summary>
    [Theory]
    [InlineData("cidr")]
    [InlineData("except")]
    [InlineData("pod operator")]
    [InlineData("namespace operator")]
    [InlineData("peer of two kinds")]
    [InlineData("empty peer")]
    [InlineData("protocol")]
    [InlineData("port")]
    [InlineData("range")]
    public void A_part_that_is_not_understood_matches_nothing_and_the_policy_still_isolates(string part)
    {
        var broken = new LabelSelector { MatchExpressions = [new("pod", "Near", ["a"])] };
        NetworkPolicyRule rule = part switch
        {
            "cidr" => Peer(new() { IPBlock = new() { Cidr = "0/0" } }),
            "except" => Peer(new() { IPBlock = new() { Cidr = "0.0.0.0/0", Except = ["?"] } }),
            "pod operator" => Peer(new() { PodSelector = broken, NamespaceSelector = LabelSelector.Everything }),
            "namespace operator" => Peer(new() { NamespaceSelector = broken }),
            "peer of two kinds" => Peer(new() { PodSelector = LabelSelector.Everything, IPBlock = new() { Cidr = "0.0.0.0/0" } }),
            "empty peer" => Peer(new()),
            "protocol" => Port(new() { Protocol = "tcp", Port = 80 }),
            "port" => Port(new() { Port = 0 }),
            _ => Port(new() { Port = 80, EndPort = 79 }),
        };
        var policy = Ingress("x", rule);
        Assert.Single(PolicySet.From(GoldenWorld.With([policy])).Problems);
        Says(false, "y/a", "x/a", Protocol.Tcp, 80, policy);
        Says(false, "203.0.113.10", "x/a", Protocol.Tcp, 80, policy);

        // Beside a part that is understood it takes nothing away.
        Says(true, "y/a", "x/a", Protocol.Tcp, 80, policy with { Ingress = [rule, Anything] });

        static NetworkPolicyRule Peer(NetworkPolicyPeer peer) => new() { Peers = [peer] };

        static NetworkPolicyRule Port(NetworkPolicyPort port) => new() { Ports = [port] };
    }

    [Fact]
    public void R22_a_subject_that_is_not_understood_selects_nothing_and_is_reported()
    {
        var policy = Ingress("x") with { PodSelector = new() { MatchExpressions = [new("pod", "Near", ["a"])] } };
        Assert.Equal("spec.podSelector", Assert.Single(PolicySet.From(GoldenWorld.With([policy])).Problems).Field);
        Says(true, "y/a", "x/a", Protocol.Tcp, 80, policy);
    }

    /// <summary>R51: other protocols follow peers alone, and only where no ports are named.</summary>
    [Theory]
    [InlineData(Protocol.Icmp)]
    [InlineData(Protocol.IcmpV6)]
    [InlineData((Protocol)47)]
    public void R51_a_rule_with_ports_never_matches_another_protocol(Protocol protocol)
    {
        var fromX = new NetworkPolicyPeer { PodSelector = LabelSelector.Everything };
        Says(false, "x/b", "x/a", protocol, 0, Ingress("x", new NetworkPolicyRule { Peers = [fromX], Ports = [new()] }));
        Says(false, "x/b", "x/a", protocol, 0, Ingress("x", new NetworkPolicyRule { Ports = [new(), new() { Protocol = "UDP" }, new() { Protocol = "SCTP" }] }));
        Says(true, "x/b", "x/a", protocol, 0, Ingress("x", new NetworkPolicyRule { Peers = [fromX] }));
        Says(false, "y/b", "x/a", protocol, 0, Ingress("x", new NetworkPolicyRule { Peers = [fromX] }));
        Says(false, "x/b", "x/a", protocol, 0, Ingress("x"));
    }

    /// <summary>R30, R77: selectors follow a pod into both families, blocks stay in theirs.</summary>
    [Theory]
    [InlineData("10.0.2.1", "10.0.1.1")]
    [InlineData("fd00:2::1", "fd00:1::1")]
    public void R30_a_selector_matches_a_pod_by_all_its_addresses(string source, string destination)
    {
        Says(true, source, destination, Protocol.Tcp, 80, Ingress("x", new NetworkPolicyRule { Peers = [new() { NamespaceSelector = LabelSelector.Of(("ns", "y")) }] }));
        Says(false, source, destination, Protocol.Tcp, 80, Ingress("x", new NetworkPolicyRule { Peers = [new() { NamespaceSelector = LabelSelector.Of(("ns", "z")) }] }));
    }

    [Fact]
    public void R36_holes_that_cover_the_whole_block_leave_nobody()
    {
        var block = new IPBlock { Cidr = "0.0.0.0/0", Except = ["0.0.0.0/1", "128.0.0.0/1"] };
        Says(false, "203.0.113.10", "x/a", Protocol.Tcp, 80, Ingress("x", new NetworkPolicyRule { Peers = [new() { IPBlock = block }] }));
    }

    [Fact]
    public void R50_a_name_that_is_declared_twice_means_both()
    {
        var world = GoldenWorld.With([Ingress("x", new NetworkPolicyRule { Ports = [new() { Port = "twin" }] })]);
        world = world with
        {
            Pods = [.. world.Pods.Select(pod => pod with { Ports = [new("twin", Protocol.Tcp, 1000), new("twin", Protocol.Tcp, 2000), new("twin", Protocol.Udp, 3000)] })],
        };
        Says(true, world, "y/a", "x/a", Protocol.Tcp, 1000);
        Says(true, world, "y/a", "x/a", Protocol.Tcp, 2000);
        Says(false, world, "y/a", "x/a", Protocol.Tcp, 3000);
        Says(false, world, "y/a", "x/a", Protocol.Udp, 3000); // R45
    }

    [Fact]
    public void R49_a_number_needs_no_declaration()
    {
        Says(true, "y/a", "x/a", Protocol.Tcp, 12345, Ingress("x", new NetworkPolicyRule { Ports = [new() { Port = 12345 }] }));
        Says(false, "y/a", "x/a", Protocol.Tcp, 80, Ingress("x", new NetworkPolicyRule { Ports = [new() { Port = 12345 }] }));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void R35_the_profile_says_whether_blocks_match_pods(bool matches, bool allowed)
    {
        var world = GoldenWorld.With([Ingress("x", new NetworkPolicyRule { Peers = [new() { IPBlock = new() { Cidr = "0.0.0.0/0" } }] })]);
        var profile = new PolicyProfile { IPBlockMatchesPods = matches };
        Says(allowed, world, "y/a", "x/a", Protocol.Tcp, 80, profile);
        Says(true, world, "203.0.113.10", "x/a", Protocol.Tcp, 80, profile);
        Says(true, world, "n2", "x/a", Protocol.Tcp, 80, profile);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void R57_the_profile_says_whether_egress_to_the_own_node_is_exempt(bool enforce, bool allowed)
    {
        var world = GoldenWorld.With([new() { Namespace = "x", Name = "p", PolicyTypes = ["Ingress", "Egress"] }]);
        var profile = new PolicyProfile { EnforceOwnNodeEgress = enforce };
        Says(allowed, world, "x/a", "n1", Protocol.Tcp, 10250, profile);
        Says(true, world, "n1", "x/a", Protocol.Tcp, 80, profile); // R56: never the other way
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void R52_R55_a_pod_reaches_itself_also_through_a_service(bool viaService)
    {
        var evaluator = new PolicyEvaluator(GoldenWorld.With([new() { Namespace = "x", Name = "p", PolicyTypes = ["Ingress", "Egress"] }]));
        var verdict = evaluator.Evaluate(GoldenWorld.Flow(evaluator, "x/a", "x/a", Protocol.Tcp, 80) with { ViaService = viaService });
        Assert.True(verdict.IsAllowed);
        Assert.Equal((VerdictReason.SamePod, VerdictReason.SamePod), (verdict.Egress.Reason, verdict.Ingress.Reason));
        Assert.Equal(viaService ? ["R55"] : [], verdict.Ingress.OpenChoices);
    }

    [Fact]
    public void R72_a_finished_pod_is_no_subject_whoever_has_its_address_now()
    {
        var world = GoldenWorld.With([Ingress("x")]);
        var job = world.Pods.Single(pod => pod.Name == "job");
        world = world with { Pods = world.Pods.Add(new() { Namespace = "x", Name = "heir", Phase = PodPhase.Running, IPs = job.IPs }) };
        var evaluator = new PolicyEvaluator(world);
        var flow = new Flow(GoldenWorld.Flow(evaluator, "y/a", "x/a", Protocol.Tcp, 80).Source, new PodEndpoint(job, job.IPs[0]), Protocol.Tcp, 80);
        Assert.Equal(VerdictReason.NotASubject, evaluator.Evaluate(flow).Ingress.Reason);
        Assert.True(Compile(world, PolicyProfile.Default).Allows(flow));

        Says(false, world, "y/a", "10.0.9.9", Protocol.Tcp, 80); // the address is the heir's
    }

    [Fact]
    public void A_verdict_says_which_rule_and_which_policies_decided()
    {
        var (open, closed) = (Ingress("x", new NetworkPolicyRule { Ports = [new() { Port = 81 }] }, Anything), Ingress("x") with { Name = "closed" });
        var evaluator = new PolicyEvaluator(GoldenWorld.With([closed, open]));
        var verdict = evaluator.Evaluate(GoldenWorld.Flow(evaluator, "y/a", "x/a", Protocol.Tcp, 80));
        Assert.Equal((VerdictReason.NotIsolated, VerdictReason.AllowedByRule), (verdict.Egress.Reason, verdict.Ingress.Reason));
        Assert.Equal("x/p ingress[1]", verdict.Ingress.Rule?.Ref.ToString());
        Assert.Equal(["x/closed", "x/p"], verdict.Ingress.Selecting.Select(policy => policy.Ref.ToString()));

        evaluator = new PolicyEvaluator(GoldenWorld.With([closed]));
        verdict = evaluator.Evaluate(GoldenWorld.Flow(evaluator, "y/a", "x/a", Protocol.Tcp, 80));
        Assert.Equal((Verdict.Deny, VerdictReason.NoRuleAllows, null), (verdict.Ingress.Verdict, verdict.Ingress.Reason, verdict.Ingress.Rule));
    }

    private static NetworkPolicy Ingress(string ns, params NetworkPolicyRule[] rules) =>
        new() { Namespace = ns, Name = "p", PolicyTypes = ["Ingress"], Ingress = [.. rules] };

    private static void Says(bool allowed, string source, string destination, Protocol protocol, ushort port, NetworkPolicy policy) =>
        Says(allowed, GoldenWorld.With([policy]), source, destination, protocol, port);

    private static void Says(
        bool allowed, ClusterSnapshot world, string source, string destination, Protocol protocol, ushort port, PolicyProfile? profile = null)
    {
        var evaluator = new PolicyEvaluator(world, profile);
        var flow = GoldenWorld.Flow(evaluator, source, destination, protocol, port);
        Assert.Equal(allowed, evaluator.Evaluate(flow).IsAllowed);
        Assert.Equal(allowed, Compile(world, evaluator.Profile).Allows(flow));
    }

    private static PolicyCompiler Compile(ClusterSnapshot world, PolicyProfile profile)
    {
        var compiler = PolicyCompiler.ForEveryNode(profile);
        compiler.Load(world);
        compiler.Commit();
        return compiler;
    }
}
