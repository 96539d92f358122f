using System.Collections.Immutable;
using Weir.Lab.Planning;
using Weir.Policy.Addresses;
using Weir.Policy.Model;

namespace Weir.Lab.Tests.Planning;

public sealed class LabPlanTests
{
    private static readonly ImmutableArray<IPFamily> Dual = [IPFamily.IPv4, IPFamily.IPv6];

    [Fact]
    public void Pods_without_a_node_are_spread_evenly()
    {
        var plan = LabPlan.Create(Cluster(Pod("a"), Pod("b"), Pod("c"), Pod("d")), new LabOptions { NodeCount = 2 });

        Assert.Equal(["node-1", "node-2", "node-1", "node-2"], plan.Pods.Select(pod => pod.Pod.NodeName));
    }

    [Fact]
    public void A_pod_that_names_its_node_lives_there_and_the_others_fill_up_around_it()
    {
        var plan = LabPlan.Create(
            Cluster(Pod("a"), Pod("b") with { NodeName = "east" }, Pod("c")) with { Nodes = [new Node { Name = "east" }, new Node { Name = "west" }] },
            new LabOptions());

        Assert.Equal(["west", "east", "east"], plan.Pods.Select(pod => pod.Pod.NodeName));
    }

    [Fact]
    public void A_node_that_only_a_pod_mentions_exists()
    {
        var plan = LabPlan.Create(Cluster(Pod("a") with { NodeName = "east" }), new LabOptions());

        Assert.Equal(["east"], plan.Nodes.Select(node => node.Name));
    }

    [Fact]
    public void Nodes_are_added_up_to_the_count_and_never_taken_away()
    {
        var cluster = ClusterSnapshot.Empty with { Nodes = [new Node { Name = "node-1" }, new Node { Name = "east" }] };

        Assert.Equal(["node-1", "east", "node-2"], LabPlan.Create(cluster, new LabOptions { NodeCount = 3 }).Nodes.Select(node => node.Name));
        Assert.Equal(["node-1", "east"], LabPlan.Create(cluster, new LabOptions { NodeCount = 1 }).Nodes.Select(node => node.Name));
    }

    [Fact]
    public void Given_addresses_are_kept_and_allocated_ones_avoid_them()
    {
        var given = Pod("a") with { IPs = [IP.Parse("10.244.0.7"), IP.Parse("fd00:10:244::7")] };
        var node = new Node { Name = "n", Addresses = [IP.Parse("172.18.0.2")] };
        var plan = LabPlan.Create(Cluster(given, Pod("b")) with { Nodes = [node] }, new LabOptions { Families = Dual });

        Assert.Equal(given.IPs, plan.Pods[0].Addresses);
        Assert.Equal([IP.Parse("10.244.1.1"), IP.Parse("fd00:10:244:1::1")], plan.Pods[1].Addresses);

        // Its IPv4 address is given, its IPv6 address is not.
        Assert.Equal([IP.Parse("172.18.0.2"), IP.Parse("fd00:172:18::2")], plan.Nodes[0].Addresses);
    }

    [Fact]
    public void All_addresses_differ_and_the_cluster_has_them()
    {
        var plan = LabPlan.Create(Cluster([.. Enumerable.Range(0, 40).Select(i => Pod($"p{i}"))]), new LabOptions { NodeCount = 3, Families = Dual });

        var addresses = plan.Endpoints.SelectMany(endpoint => endpoint.Addresses).Concat(plan.UnderlayAddresses).ToList();
        Assert.Equal((40 + 3 + 1) * 2, addresses.Distinct().Count());
        Assert.Equal(plan.Pods.Select(pod => pod.Pod), plan.Cluster.Pods);
        Assert.Equal(plan.Nodes.Select(node => node.Node), plan.Cluster.Nodes);
    }

    [Fact]
    public void A_host_network_pod_lives_in_its_node_with_the_nodes_addresses()
    {
        var plan = LabPlan.Create(Cluster(Pod("a") with { HostNetwork = true }), new LabOptions { NodeCount = 1 });

        Assert.Equal(plan.Nodes[0].NetworkNamespace, plan.Pods[0].NetworkNamespace);
        Assert.Equal(plan.Nodes[0].Addresses, plan.Pods[0].Addresses);
        Assert.Null(plan.Link(plan.Pods[0]));
    }

    [Fact]
    public void A_host_network_pods_given_address_is_its_nodes()
    {
        var pod = Pod("a") with { HostNetwork = true, NodeName = "n", IPs = [IP.Parse("192.0.2.5")] };
        var plan = LabPlan.Create(Cluster(pod), new LabOptions());

        Assert.Equal([IP.Parse("192.0.2.5")], plan.Nodes[0].Addresses);
    }

    [Theory]
    [InlineData(PodPhase.Succeeded)]
    [InlineData(PodPhase.Failed)]
    public void A_finished_pod_is_in_the_cluster_but_not_in_the_lab_and_holds_no_address(PodPhase phase)
    {
        var finished = Pod("a") with { Phase = phase, IPs = [IP.Parse("10.0.0.1")] };
        var plan = LabPlan.Create(Cluster(finished, Pod("b") with { IPs = finished.IPs }), new LabOptions());

        Assert.Equal("x/b", Assert.Single(plan.Pods).Name);
        Assert.Equal(finished, plan.Cluster.Pods[0]);
    }

    [Fact]
    public void Two_pods_with_one_address_are_refused_by_name()
    {
        var cluster = Cluster(Pod("a") with { IPs = [IP.Parse("10.0.0.1")] }, Pod("b") with { IPs = [IP.Parse("10.0.0.1")] });

        var error = Assert.Throws<LabException>(() => LabPlan.Create(cluster, new LabOptions()));
        Assert.Equal(LabError.InvalidInput, error.Error);
        Assert.Equal("Address 10.0.0.1 belongs to both pod x/a and pod x/b: a lab can give it to one only.", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("my-lab")]
    [InlineData("../x")]
    [InlineData("Lab")]
    public void A_name_that_could_be_mistaken_for_another_is_refused(string name) =>
        Assert.Equal(LabError.InvalidInput, Assert.Throws<LabException>(() => LabPlan.Create(ClusterSnapshot.Empty, new LabOptions { Name = name })).Error);

    [Fact]
    public void Names_fit_the_kernel_whatever_the_pods_are_called()
    {
        var plan = LabPlan.Create(
            Cluster(Pod(new string('a', 253)), Pod(new string('a', 252)), Pod("Deployment/web"), Pod("web")), new LabOptions { Name = new string('x', 32) });

        var names = plan.Endpoints.Select(endpoint => endpoint.NetworkNamespace).Append(plan.Underlay).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.All(names, name => Assert.True(name.Length <= 255 && !name.Contains('/') && name.StartsWith($"weir-{plan.Name}-", StringComparison.Ordinal)));
        Assert.All(plan.Links(), link => Assert.InRange(link.OuterName.Length, 1, 15));
    }

    [Fact]
    public void Every_link_number_is_used_once_and_a_nodes_link_leads_to_its_pods()
    {
        var plan = LabPlan.Create(
            Cluster(Pod("a"), Pod("b"), Pod("c")),
            new LabOptions { Externals = [new ExternalHost("internet", [IP.Parse("203.0.113.10")])] });

        Assert.Equal([1, 2, 3, 4, 5, 6], plan.Links().Select(link => link.Number).Order());
        Assert.Equal([.. plan.Pods[0].Addresses, .. plan.Pods[2].Addresses], plan.Link(plan.Nodes[0]).Behind);
    }

    [Fact]
    public void A_pod_can_be_added_and_removed_and_nothing_else_moves()
    {
        var plan = LabPlan.Create(Cluster(Pod("a"), Pod("b")), new LabOptions { Families = Dual });
        var more = plan.Add(Pod("c"));

        Assert.Equal(plan.Pods, more.Pods[..2]);
        Assert.Equal(more.Pods.Select(pod => pod.Pod), more.Cluster.Pods);
        Assert.Equal(6, more.Pods.SelectMany(pod => pod.Addresses).Distinct().Count());
        Assert.Equal(5, more.Links().Select(link => link.Number).Distinct().Count());

        var less = more.Remove(new PodRef("x", "c"));
        Assert.Equal(plan.Pods, less.Pods);
        Assert.Equal(plan.Cluster.Pods, less.Cluster.Pods);
        Assert.Throws<LabException>(() => plan.Add(Pod("a")));
        Assert.Throws<LabException>(() => plan.Add(Pod("d") with { NodeName = "nowhere" }));
        Assert.Throws<LabException>(() => plan.Add(Pod("d") with { IPs = plan.Pods[0].Addresses }));
    }

    private static Pod Pod(string name) => new() { Namespace = "x", Name = name };

    private static ClusterSnapshot Cluster(params Pod[] pods) => ClusterSnapshot.Empty with { Pods = [.. pods] };
}
