using System.Diagnostics;
using Weir.Lab.Linux;
using Weir.Lab.Planning;
using Weir.Lab.Probes;
using Weir.Policy.Addresses;
using Weir.Policy.Ports;

namespace Weir.Lab.Tests;

[Collection(KernelTests.Name)]
public sealed class LabLifetimeTests(ITestOutputHelper output)
{
    private static readonly ProbePort[] Ports = [new(Protocol.Tcp, 80), new(Protocol.Udp, 53), new(Protocol.Sctp, 7), new(Protocol.Icmp, 0)];

    [Fact]
    public async Task A_lab_leaves_no_namespace_and_the_hosts_network_as_it_was()
    {
        Kernel.SkipUnlessUsable();
        Kernel.SkipUnlessTool("ip");
        var before = Kernel.HostNetwork();
        var plan = Kernel.Plan(Kernel.Cluster(4), IPFamily.IPv4, IPFamily.IPv6);

        var lab = await LabCluster.CreateAsync(plan);
        await lab.ListenAsync(Ports);
        Assert.Equal(before, Kernel.HostNetwork());
        Assert.Equal(4 + 2 + 1, LabNamespace.List($"weir-{plan.Name}-").Count);

        await lab.DisposeAsync();
        await lab.DisposeAsync();
        Assert.Empty(LabNamespace.List($"weir-{plan.Name}-"));
        Assert.Equal(before, Kernel.HostNetwork());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => lab.ListenAsync(Ports));
    }

    [Fact]
    public async Task Cancelling_half_way_leaves_nothing()
    {
        Kernel.SkipUnlessUsable();
        var plan = Kernel.Plan(Kernel.Cluster(30), IPFamily.IPv4);
        using var cancellation = new CancellationTokenSource();

        var building = LabCluster.CreateAsync(plan, cancellation.Token);
        Assert.True(SpinWait.SpinUntil(() => LabNamespace.List($"weir-{plan.Name}-").Count >= 5, TimeSpan.FromSeconds(5)));
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => building);
        Assert.Empty(LabNamespace.List($"weir-{plan.Name}-"));
    }

    [Fact]
    public async Task A_name_in_use_is_refused_in_one_sentence_and_the_other_lab_goes_on()
    {
        Kernel.SkipUnlessUsable();
        var plan = Kernel.Plan(Kernel.Cluster(2), IPFamily.IPv4);
        await using var lab = await LabCluster.CreateAsync(plan);

        var error = await Assert.ThrowsAsync<LabException>(() => LabCluster.CreateAsync(plan));
        Assert.Equal(LabError.NameInUse, error.Error);
        Assert.StartsWith($"A lab named {plan.Name} exists (5 network namespaces weir-{plan.Name}-*)", error.Message, StringComparison.Ordinal);
        Assert.Equal(5, LabNamespace.List($"weir-{plan.Name}-").Count);
    }

    [Fact]
    public async Task Of_two_labs_with_one_name_at_one_time_one_is_built_whole()
    {
        Kernel.SkipUnlessUsable();
        var plan = Kernel.Plan(Kernel.Cluster(4), IPFamily.IPv4);

        List<LabCluster> built = [];
        foreach (var attempt in Enumerable.Range(0, 2).Select(_ => LabCluster.CreateAsync(plan)).ToList())
        {
            try
            {
                built.Add(await attempt);
            }
            catch (LabException exception)
            {
                Assert.Equal(LabError.NameInUse, exception.Error);
            }
        }

        await using var lab = Assert.Single(built);
        await lab.ListenAsync(Ports);
        LabTests.AssertAll(ProbeOutcome.Allowed, await lab.ProbeAsync(LabTests.AllPairs(lab.Plan.Pods, Ports)));
    }

    [Fact]
    public async Task Leftovers_are_removed_by_name_and_no_other_labs()
    {
        Kernel.SkipUnlessUsable();
        var plan = Kernel.Plan(Kernel.Cluster(2), IPFamily.IPv4);
        await using var neighbour = await LabCluster.CreateAsync(
            LabPlan.Create(Kernel.Cluster(1), new LabOptions { Name = $"{plan.Name}b" }));

        // What a killed process leaves is what a lab looks like that is not disposed.
        var lab = await LabCluster.CreateAsync(plan);
        Assert.Equal(5, LabCluster.RemoveLeftovers(plan.Name));
        Assert.Empty(LabNamespace.List($"weir-{plan.Name}-"));
        Assert.Equal(0, LabCluster.RemoveLeftovers(plan.Name));
        await lab.DisposeAsync();

        Assert.Equal(4, LabNamespace.List($"weir-{neighbour.Plan.Name}-").Count);
    }

    [Fact]
    public async Task A_pod_comes_and_goes_while_the_lab_runs()
    {
        Kernel.SkipUnlessUsable();
        await using var lab = await LabCluster.CreateAsync(Kernel.Plan(Kernel.Cluster(3), IPFamily.IPv4, IPFamily.IPv6));
        await lab.ListenAsync(Ports);

        var added = await lab.AddPodAsync(Kernel.NewPod("late"));
        LabTests.AssertAll(ProbeOutcome.Allowed, await lab.ProbeAsync(LabTests.AllPairs(lab.Plan.Endpoints, Ports)));

        Assert.True(await lab.RemovePodAsync(added.Pod.Ref));
        Assert.False(await lab.RemovePodAsync(added.Pod.Ref));
        Assert.DoesNotContain(added.NetworkNamespace, LabNamespace.List($"weir-{lab.Plan.Name}-"));
        var gone = await lab.ProbeAsync([.. added.Addresses.Select(ip => new Probe(lab.Plan.Pods[0], ip, Protocol.Tcp, 80))]);
        Assert.DoesNotContain(ProbeOutcome.Allowed, gone.Select(result => result.Outcome));

        // The address is free again, on another node too.
        var successor = await lab.AddPodAsync(Kernel.NewPod("later") with
        {
            IPs = added.Addresses,
            NodeName = lab.Plan.Nodes.First(node => node.Name != added.Pod.NodeName).Name,
        });
        Assert.Equal(added.Addresses, successor.Addresses);
        LabTests.AssertAll(ProbeOutcome.Allowed, await lab.ProbeAsync(LabTests.AllPairs(lab.Plan.Endpoints, Ports)));
    }

    [Fact]
    public async Task A_pod_that_cannot_be_added_changes_nothing()
    {
        Kernel.SkipUnlessUsable();
        await using var lab = await LabCluster.CreateAsync(Kernel.Plan(Kernel.Cluster(2), IPFamily.IPv4));
        var before = lab.Plan;

        await Assert.ThrowsAsync<LabException>(() => lab.AddPodAsync(Kernel.NewPod("p0")));
        await Assert.ThrowsAsync<LabException>(() => lab.AddPodAsync(Kernel.NewPod("six") with { IPs = [IP.Parse("fd00::6")] }));
        Assert.Same(before, lab.Plan);
    }

    [Fact]
    public async Task Fifty_pods_are_up_in_seconds()
    {
        Kernel.SkipUnlessUsable();
        var watch = Stopwatch.StartNew();
        var lab = await LabCluster.CreateAsync(Kernel.Plan(Kernel.Cluster(50), IPFamily.IPv4, IPFamily.IPv6));
        output.WriteLine($"50 pods built in {watch.ElapsedMilliseconds} ms");
        Assert.InRange(watch.ElapsedMilliseconds, 0, 6000);

        await lab.ListenAsync(Ports);
        watch.Restart();
        var results = await lab.ProbeAsync(LabTests.AllPairs(lab.Plan.Pods, Ports));
        output.WriteLine($"{results.Length} probes in {watch.ElapsedMilliseconds} ms");
        LabTests.AssertAll(ProbeOutcome.Allowed, results);

        watch.Restart();
        await lab.DisposeAsync();
        output.WriteLine($"removed in {watch.ElapsedMilliseconds} ms");
    }

    [Fact]
    public async Task Code_can_run_inside_a_node_and_its_thread_comes_home()
    {
        Kernel.SkipUnlessUsable();
        await using var lab = await LabCluster.CreateAsync(Kernel.Plan(Kernel.Cluster(1), IPFamily.IPv4));

        var inside = await lab.NamespaceOf(lab.Plan.Nodes[0]).RunAsync(CurrentNamespace);
        Assert.NotEqual(CurrentNamespace(), inside);
        Assert.Equal(inside, await lab.NamespaceOf(lab.Plan.Nodes[0]).RunAsync(CurrentNamespace));
        Assert.True(File.Exists(lab.NamespaceOf(lab.Plan.Nodes[0]).Path));
    }

    private static string? CurrentNamespace() => new FileInfo("/proc/thread-self/ns/net").LinkTarget;
}
