using CsCheck;
using Weir.Policy.Addresses;
using Weir.Policy.Compilation;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Policy.Resolution;
using Weir.Testing;

namespace Weir.Policy.Tests.Compilation;

/// <summary>What an event costs: a delta says what changed and nothing else.</summary>
public sealed class TableDeltaTests
{
    private readonly PolicyCompiler compiler = PolicyCompiler.ForNode("n1");
    private readonly TableMirror mirror = new();

    public TableDeltaTests()
    {
        foreach (var ns in (string[])["x", "y"]) compiler.Set(new Namespace(ns, LabelSet.Of(("ns", ns))));
        compiler.Set(Pod("x", "server", "10.0.0.1", "app=server") with { NodeName = "n1" });
        compiler.Set(Pod("y", "client1", "10.0.1.1", "app=client"));
        compiler.Set(Policy("x", "p", "app=server", "app=client", 80));
        Assert.False(Commit().IsEmpty);
    }

    [Fact]
    public void A_pod_that_joins_a_known_class_costs_one_peer_entry()
    {
        compiler.Set(Pod("y", "client2", "10.0.1.2", "app=client"));
        var edit = OnlyPeer(Commit());
        Assert.Equal((new PeerKey(Direction.Ingress, IP.Parse("10.0.1.2")), false, true), (edit.Key, edit.Had, edit.Has));
        Assert.Equal(PortSet.Of(Protocol.Tcp, new PortRange(80)), Allowed("10.0.0.1", "10.0.1.2"));

        compiler.Remove(new PodRef("y", "client2"));
        edit = OnlyPeer(Commit());
        Assert.Equal((true, false), (edit.Had, edit.Has));
        Assert.Equal(PortSet.None, Allowed("10.0.0.1", "10.0.1.2"));
    }

    [Fact]
    public void A_pod_with_other_labels_that_no_rule_looks_at_joins_the_same_class()
    {
        compiler.Set(Pod("y", "client2", "10.0.1.2", "app=client version=2"));
        OnlyPeer(Commit());
        compiler.Set(Pod("y", "client2", "10.0.1.2", "app=client version=3"));
        Assert.True(Commit().IsEmpty);
    }

    [Fact]
    public void A_pod_with_an_address_in_each_family_costs_one_entry_for_each()
    {
        var pod = Pod("y", "client2", "10.0.1.2", "app=client");
        compiler.Set(pod with { IPs = [.. pod.IPs, IP.Parse("fd00::2")] });
        var delta = Commit();
        Assert.Equal(2, delta.Peers.Count);
        Assert.Empty(delta.Cells);
    }

    [Fact]
    public void A_pod_that_no_rule_in_force_matches_costs_nothing()
    {
        compiler.Set(Pod("y", "stranger", "10.0.1.9", "app=stranger"));
        Assert.True(Commit().IsEmpty);
        compiler.Remove(new PodRef("y", "stranger"));
        Assert.True(Commit().IsEmpty);
    }

    [Fact]
    public void A_local_pod_that_no_policy_selects_costs_nothing()
    {
        compiler.Set(Pod("x", "open", "10.0.0.9", "app=open") with { NodeName = "n1" });
        Assert.True(Commit().IsEmpty);
        Assert.Equal(PortSet.All, Allowed("10.0.0.9", "10.0.1.1"));
    }

    [Fact]
    public void A_local_pod_that_the_same_policies_select_costs_one_subject_entry()
    {
        compiler.Set(Pod("x", "server2", "10.0.0.2", "app=server") with { NodeName = "n1" });
        var delta = Commit();
        Assert.Equal(new SubjectKey(Direction.Ingress, IP.Parse("10.0.0.2")), Assert.Single(delta.Subjects).Key);
        Assert.Empty(delta.Peers);
        Assert.Empty(delta.Ranges);
        Assert.Empty(delta.Cells);
        Assert.Empty(delta.PortTables);
    }

    [Theory]
    [InlineData("y", "")] // another namespace
    [InlineData("z", "")] // one that nobody declares
    [InlineData("x", "app=stranger")] // nobody
    [InlineData("x", "app=remote")] // a pod of another node
    public void A_policy_that_selects_no_local_pod_costs_nothing(string ns, string subject)
    {
        compiler.Set(Pod("x", "remote", "10.0.0.8", "app=remote") with { NodeName = "n2" });
        Assert.True(Commit().IsEmpty);

        var policy = Policy(ns, "q", subject, "app=stranger", 443);
        compiler.Set(policy);
        Assert.True(Commit().IsEmpty);
        compiler.Remove(new PolicyRef(NetworkPolicyLowering.Kind, ns, "q"));
        Assert.True(Commit().IsEmpty);
    }

    /// <summary>R7: what it adds is there already.</summary>
    [Fact]
    public void A_policy_that_says_the_same_under_another_name_costs_nothing()
    {
        compiler.Set(Policy("x", "q", "app=server", "app=client", 80));
        Assert.True(Commit().IsEmpty);
        compiler.Remove(new PolicyRef(NetworkPolicyLowering.Kind, "x", "p"));
        Assert.True(Commit().IsEmpty);
    }

    /// <summary>R7, R11: order and repetition are not part of what a rule says.</summary>
    [Fact]
    public void A_policy_that_says_the_same_in_other_words_costs_nothing()
    {
        NetworkPolicyPeer client = new() { NamespaceSelector = LabelSelector.Of(("ns", "y")) }, block = new() { IPBlock = new() { Cidr = "10.9.0.0/16" } };
        NetworkPolicyPort web = new() { Port = 80, EndPort = 82 }, dns = new() { Protocol = "UDP", Port = 53 };
        NetworkPolicyRule one = new() { Peers = [client, block], Ports = [web, dns] }, other = new() { Ports = [new() { Port = 22 }] };
        var policy = Policy("x", "p", "app=server", "", 0);
        compiler.Set(policy with { Ingress = [one, other] });
        Assert.False(Commit().IsEmpty);

        compiler.Set(policy with
        {
            PolicyTypes = ["Ingress", "Ingress"],
            Ingress =
            [
                other,
                new()
                {
                    Peers = [block, client, client],
                    Ports = [dns, new() { Port = 81, EndPort = 82 }, new() { Port = 80, EndPort = 81 }, dns],
                },
                other,
            ],
        });
        Assert.True(Commit().IsEmpty);
    }

    [Fact]
    public void Events_that_cancel_each_other_cost_nothing()
    {
        compiler.Set(Pod("y", "client2", "10.0.1.2", "app=client"));
        compiler.Set(Policy("x", "p", "app=server", "app=other", 443));
        compiler.Set(new Namespace("y", LabelSet.Of(("ns", "changed"))));
        compiler.Remove(new PodRef("y", "client2"));
        compiler.Set(Policy("x", "p", "app=server", "app=client", 80));
        compiler.Set(new Namespace("y", LabelSet.Of(("ns", "y"))));
        Assert.True(Commit().IsEmpty);
    }

    [Fact]
    public void Changed_ports_cost_a_table_and_the_cells_that_name_it()
    {
        compiler.Set(Policy("x", "p", "app=server", "app=client", 81));
        var delta = Commit();
        Assert.Empty(delta.Ranges);
        Assert.Equal([false, true], delta.PortTables.Select(edit => edit.Has).Order());
        Assert.Equal(PortSet.Of(Protocol.Tcp, new PortRange(81)), Allowed("10.0.0.1", "10.0.1.1"));
    }

    [Fact]
    public void When_the_last_policy_goes_the_table_is_empty()
    {
        compiler.Remove(new PolicyRef(NetworkPolicyLowering.Kind, "x", "p"));
        Commit();
        Assert.True(compiler.Table.ToDelta().IsEmpty); // R81
        Assert.Equal(PortSet.All, Allowed("10.0.0.1", "10.0.1.9"));
    }

    [Fact]
    public void A_pod_in_a_block_and_in_no_selector_needs_no_entry()
    {
        compiler.Set(Policy("x", "blocks", "app=server", "", 443) with
        {
            Ingress = [new() { Peers = [new() { IPBlock = new() { Cidr = "10.9.0.0/16" } }] }],
        });
        var delta = Commit();
        Assert.Equal("10.9.0.0-10.9.255.255", Assert.Single(delta.Ranges).Key.Range.ToString());
        compiler.Set(Pod("y", "inside", "10.9.0.1", "app=stranger"));
        Assert.True(Commit().IsEmpty);
        Assert.Equal(PortSet.All, Allowed("10.0.0.1", "10.9.0.1"));
    }

    /// <summary>A finished pod no longer counts, and its address is free for the next (R72, R76).</summary>
    [Fact]
    public void An_address_moves_with_its_owner()
    {
        compiler.Set(Pod("y", "another", "10.0.1.2", "app=client")); // keeps the class alive
        Commit();
        compiler.Set(Pod("y", "client1", "10.0.1.1", "app=client") with { Phase = PodPhase.Succeeded });
        Assert.False(OnlyPeer(Commit()).Has);
        compiler.Set(Pod("y", "client9", "10.0.1.1", "app=client"));
        Assert.True(OnlyPeer(Commit()).Has);
    }

    [Fact]
    public void A_delta_names_each_key_once() =>
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                var cluster = new RandomCluster(seed);
                var random = PolicyCompiler.ForNode("n1");
                random.Load(cluster.Snapshot());
                for (var step = 0; step < 15; step++)
                {
                    var delta = random.Commit();
                    Once(delta.Subjects);
                    Once(delta.Peers);
                    Once(delta.Ranges);
                    Once(delta.Cells);
                    Once(delta.PortTables);
                    for (var events = 0; events < 3; events++)
                    {
                        random.Set(cluster.Pod(cluster.Next(12)));
                        random.Set(cluster.Policy(cluster.Next(8)));
                        random.Set(cluster.Namespace());
                    }
                }

                static void Once<TKey, TValue>(IReadOnlyList<Edit<TKey, TValue>> edits)
                {
                    Assert.Equal(edits.Count, edits.Select(edit => edit.Key).Distinct().Count());
                    Assert.All(edits, edit => Assert.True(edit.Had || edit.Has));
                }
            },
            iter: 30);

    /// <summary>Rules and predicates that went out of use are forgotten now and then; the table must not notice.</summary>
    [Fact]
    public void After_a_thousand_commits_the_table_is_still_the_one_made_afresh()
    {
        var cluster = new RandomCluster(11, new RandomClusterOptions(MaxPods: 6, MaxPolicies: 3));
        var longLived = PolicyCompiler.ForEveryNode();
        var (pods, policies) = (new Dictionary<PodRef, Pod>(), new Dictionary<(string, string), NetworkPolicy>());
        var actual = new TableMirror();
        for (var step = 0; step < 1100; step++)
        {
            var pod = cluster.Pod(cluster.Next(6));
            longLived.Set(pods[pod.Ref] = pod);
            var policy = cluster.Policy(cluster.Next(4));
            longLived.Set(policies[(policy.Namespace, policy.Name)] = policy);
            actual.Apply(longLived.Commit());
            if (step % 100 != 99) continue;

            var fresh = PolicyCompiler.ForEveryNode();
            fresh.Load(ClusterSnapshot.Empty with { Pods = [.. pods.Values], NetworkPolicies = [.. policies.Values] });
            var expected = new TableMirror();
            expected.Apply(fresh.Commit());
            Assert.Equal(expected.Describe(), actual.Describe());
        }
    }

    private TableDelta Commit()
    {
        var delta = compiler.Commit();
        mirror.Apply(delta);
        return delta;
    }

    private PortSet Allowed(string subject, string peer) =>
        compiler.Table.Allowed(Direction.Ingress, IP.Parse(subject), IP.Parse(peer));

    private static Edit<PeerKey, PeerClassId> OnlyPeer(TableDelta delta)
    {
        Assert.Empty(delta.Subjects);
        Assert.Empty(delta.Ranges);
        Assert.Empty(delta.Cells);
        Assert.Empty(delta.PortTables);
        return Assert.Single(delta.Peers);
    }

    private static Pod Pod(string ns, string name, string ip, string labels) =>
        new() { Namespace = ns, Name = name, IPs = [IP.Parse(ip)], Labels = Labels(labels), Phase = PodPhase.Running, NodeName = "n2" };

    private static NetworkPolicy Policy(string ns, string name, string subject, string peer, int port) => new()
    {
        Namespace = ns,
        Name = name,
        PodSelector = new() { MatchLabels = Labels(subject) },
        PolicyTypes = ["Ingress"],
        Ingress =
        [
            new()
            {
                Peers = [new() { NamespaceSelector = LabelSelector.Everything, PodSelector = new() { MatchLabels = Labels(peer) } }],
                Ports = [new() { Port = port }],
            },
        ],
    };

    private static LabelSet Labels(string text) =>
        LabelSet.From(text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).Select(pair => KeyValuePair.Create(pair[0], pair[1])));
}
