using Weir.Policy.Addresses;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Policy.Tests.Resolution;

public sealed class ClusterIndexTests
{
    private static readonly ClusterIndex Index = new(ClusterSnapshot.Empty with
    {
        Namespaces = [new("x", LabelSet.Of(("ns", "x")))],
        Nodes = [new() { Name = "n1", Addresses = [IP.Parse("192.168.0.1"), IP.Parse("fd01::1")] }],
        Pods =
        [
            new() { Namespace = "x", Name = "a", IPs = [IP.Parse("10.0.0.1"), IP.Parse("fd00::1")] },
            new() { Namespace = "x", Name = "hn", HostNetwork = true, NodeName = "n1", IPs = [IP.Parse("192.168.0.1")] },
            new() { Namespace = "x", Name = "new" },
        ],
    });

    [Theory]
    [InlineData("10.0.0.1", "x/a")]
    [InlineData("::ffff:10.0.0.1", "x/a")]
    [InlineData("fd00::1", "x/a")]
    [InlineData("192.168.0.1", "node n1")] // R59: a host-network pod is its node
    [InlineData("fd01::1", "node n1")]
    [InlineData("10.0.0.2", "10.0.0.2")]
    public void An_address_is_a_pod_or_a_node_or_somebody_outside(string address, string who)
    {
        var evaluator = new PolicyEvaluator(Index, PolicySet.From(Index.Snapshot), PolicyProfile.Default);
        Assert.Equal(who, evaluator.EndpointOf(IP.Parse(address)).ToString());
    }

    [Fact]
    public void Pods_and_nodes_are_found_by_name_whatever_addresses_they_have()
    {
        Assert.Equal("new", Index.FindPod("x", "new")?.Name);
        Assert.Equal("hn", Index.FindPod("x", "hn")?.Name);
        Assert.Null(Index.FindPod("y", "a"));
        Assert.Equal("n1", Index.FindNode("n1")?.Name);
        Assert.Null(Index.FindNode("n2"));
        Assert.Null(Index.FindNode(IP.Parse("10.0.0.1")));
    }

    [Fact]
    public void A_namespace_that_nobody_declares_has_its_name_label_only()
    {
        Assert.Equal(LabelSet.Of(("ns", "x"), (Namespace.NameLabel, "x")), Index.NamespaceLabels("x"));
        Assert.Equal(LabelSet.Of((Namespace.NameLabel, "y")), Index.NamespaceLabels("y"));
    }

    [Fact]
    public void Where_an_object_comes_twice_the_later_one_is_the_only_one()
    {
        var (before, after) = (IP.Parse("10.0.0.1"), IP.Parse("10.0.0.2"));
        var index = new ClusterIndex(ClusterSnapshot.Empty with
        {
            Namespaces = [new("x", LabelSet.Of(("v", "1"))), new("x", LabelSet.Of(("v", "2")))],
            Nodes = [new() { Name = "n", Addresses = [before] }, new() { Name = "n", Addresses = [after] }],
            Pods =
            [
                new() { Namespace = "x", Name = "a", IPs = [before], CreatedAt = 1 },
                new() { Namespace = "x", Name = "a", IPs = [after] },
            ],
        });
        Assert.Equal("2", index.NamespaceLabels("x").Single(label => label.Key == "v").Value);
        Assert.Equal([after], index.FindPod("x", "a")!.IPs);
        Assert.Same(index.FindPod("x", "a"), index.FindPod(after));
        Assert.Null(index.FindPod(before));
        Assert.Equal([after], index.FindNode("n")!.Addresses);
        Assert.Same(index.FindNode("n"), index.FindNode(after));
        Assert.Null(index.FindNode(before));
    }
}
