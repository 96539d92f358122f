using BenchmarkDotNet.Attributes;
using Weir.Policy.Addresses;
using Weir.Policy.Compilation;
using Weir.Policy.Model;

namespace Weir.Bench;

/// <summary>One edit among 10,000 pods and 10,000 policies, to the new reachability of a pod that it touches. The baseline compiles afresh.</summary>
public class EditBenchmarks
{
    private readonly ClusterSnapshot cluster = ClusterShape.Large.Create();
    private readonly PolicyCompiler compiler = PolicyCompiler.ForAnalysis();
    private int round;

    [GlobalSetup]
    public void Load()
    {
        compiler.Load(cluster);
        compiler.Commit();
    }

    [Benchmark(Baseline = true)]
    public bool Afresh()
    {
        var fresh = PolicyCompiler.ForAnalysis();
        fresh.Load(cluster);
        fresh.Commit();
        return fresh.Table.IsIsolated(Direction.Ingress, cluster.Pods[0].IPs[0]);
    }

    [Benchmark]
    public int PolicyEdit()
    {
        var policy = cluster.NetworkPolicies[5_000 + (++round % 100)];
        compiler.Set(policy with { PodSelector = LabelSelector.Of(("app", $"a{round % 40}")) });
        compiler.Commit();
        return Reachable(cluster.Pods.First(pod => pod.Namespace == policy.Namespace));
    }

    [Benchmark]
    public int Relabel()
    {
        var pod = cluster.Pods[5_000 + (++round % 100)];
        compiler.Set(pod with { Labels = LabelSet.Of(("app", $"a{round % 40}"), ("pod", $"q{round}")) });
        compiler.Commit();
        return Reachable(pod);
    }

    /// <summary>Asks about a hundred peers, both ways.</summary>
    private int Reachable(Pod pod)
    {
        var open = 0;
        IP address = pod.IPs[0];
        for (var i = 0; i < 100; i++)
        {
            var other = cluster.Pods[i * 100].IPs[0];
            if (!compiler.Table.Allowed(Direction.Egress, address, other).IsEmpty) open++;
            if (!compiler.Table.Allowed(Direction.Ingress, address, other).IsEmpty) open++;
        }

        return open;
    }
}
