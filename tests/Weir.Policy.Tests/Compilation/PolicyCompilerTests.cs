using CsCheck;
using Weir.Policy.Addresses;
using Weir.Policy.Compilation;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Resolution;
using Weir.Testing;

namespace Weir.Policy.Tests.Compilation;

/// <summary>The table says what the evaluator says, and does not remember how it came to be. A failure prints the seed that replays it.</summary>
public sealed class PolicyCompilerTests
{
    private static readonly Gen<int> Seeds = Gen.Int[0, int.MaxValue];

    [Fact]
    public void The_table_agrees_with_the_evaluator_on_every_flow() =>
        Seeds.Sample(seed => Agree(seed, PolicyProfile.Default), iter: 400);

    [Fact]
    public void They_agree_where_blocks_never_match_pods() =>
        Seeds.Sample(seed => Agree(seed, new PolicyProfile { IPBlockMatchesPods = false, EnforceOwnNodeEgress = true }), iter: 200);

    [Fact]
    public void A_node_table_agrees_on_the_directions_of_its_own_pods() =>
        Seeds.Sample(
            seed =>
            {
                var cluster = new RandomCluster(seed);
                var snapshot = cluster.Snapshot();
                var evaluator = new PolicyEvaluator(snapshot);
                var compiler = PolicyCompiler.ForNode("n1");
                compiler.Load(snapshot);
                compiler.Commit();
                foreach (var flow in Flows(cluster, evaluator, 200))
                {
                    var verdict = evaluator.Evaluate(flow);
                    if (OnNode(flow.Source)) Same(verdict.Egress, compiler.Allows(Direction.Egress, flow), flow);
                    if (OnNode(flow.Destination)) Same(verdict.Ingress, compiler.Allows(Direction.Ingress, flow), flow);
                }

                static bool OnNode(Endpoint end) => end is PodEndpoint { Pod.NodeName: "n1" };
            },
            iter: 200);

    [Fact]
    public void After_any_events_the_table_is_the_one_made_afresh() =>
        Seeds.Sample(
            seed =>
            {
                var cluster = new RandomCluster(seed);
                var world = new World(cluster.Snapshot());
                var compiler = PolicyCompiler.ForNode("n1");
                compiler.Load(world.ToSnapshot());
                var mirror = new TableMirror();
                mirror.Apply(compiler.Commit());
                for (var step = 0; step < 30; step++)
                {
                    for (var events = cluster.Next(3); events >= 0; events--) world.Mutate(cluster, compiler);
                    mirror.Apply(compiler.Commit());

                    var fresh = PolicyCompiler.ForNode("n1");
                    fresh.Load(world.ToSnapshot());
                    var expected = new TableMirror();
                    expected.Apply(fresh.Commit());
                    Assert.Equal(expected.Describe(), mirror.Describe());

                    var whole = new TableMirror();
                    whole.Apply(compiler.Table.ToDelta());
                    Assert.Equal(expected.Describe(), whole.Describe());
                }
            },
            iter: 60);

    [Fact]
    public void A_commit_without_a_change_is_empty()
    {
        var cluster = new RandomCluster(7);
        var snapshot = cluster.Snapshot();
        var compiler = PolicyCompiler.ForEveryNode();
        compiler.Load(snapshot);
        Assert.False(compiler.Commit().IsEmpty);
        compiler.Load(snapshot);
        Assert.True(compiler.Commit().IsEmpty);
    }

    private static void Agree(int seed, PolicyProfile profile)
    {
        var cluster = new RandomCluster(seed);
        var snapshot = cluster.Snapshot();
        var evaluator = new PolicyEvaluator(snapshot, profile);
        var kept = PolicyCompiler.ForEveryNode(profile);
        var onDemand = PolicyCompiler.ForAnalysis(profile);
        foreach (var compiler in (ReadOnlySpan<PolicyCompiler>)[kept, onDemand])
        {
            compiler.Load(snapshot);
            compiler.Commit();
        }

        foreach (var flow in Flows(cluster, evaluator, 200))
        {
            var verdict = evaluator.Evaluate(flow);
            foreach (var compiler in (ReadOnlySpan<PolicyCompiler>)[kept, onDemand])
            {
                Same(verdict.Egress, compiler.Allows(Direction.Egress, flow), flow);
                Same(verdict.Ingress, compiler.Allows(Direction.Ingress, flow), flow);
            }
        }

        // Pods without an address, too: templates, or pods that have none yet.
        foreach (var pod in snapshot.Pods.Where(pod => pod.IPs.IsEmpty && AddressOwnership.CanOwn(pod) && snapshot.Pods.Last(p => p.Ref == pod.Ref) == pod))
        {
            var (protocol, port) = cluster.Traffic();
            var flow = new Flow(evaluator.EndpointOf(pod), cluster.Endpoint(evaluator, IPFamily.IPv4), protocol, port);
            Same(evaluator.Evaluate(flow).Egress, onDemand.Allows(Direction.Egress, flow), flow);
            var back = new Flow(flow.Destination, flow.Source, protocol, port);
            Same(evaluator.Evaluate(back).Ingress, onDemand.Allows(Direction.Ingress, back), back);
        }
    }

    private static IEnumerable<Flow> Flows(RandomCluster cluster, PolicyEvaluator evaluator, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var family = cluster.Pick([IPFamily.IPv4, IPFamily.IPv6]);
            var (protocol, port) = cluster.Traffic();
            yield return new Flow(cluster.Endpoint(evaluator, family), cluster.Endpoint(evaluator, family), protocol, port)
            {
                ViaService = cluster.Chance(5),
            };
        }
    }

    private static void Same(DirectionVerdict expected, bool allowed, Flow flow) =>
        Assert.True(allowed == (expected.Verdict == Verdict.Allow), $"{flow}: evaluator says {expected.Verdict} ({expected.Reason})");

    /// <summary>The objects as they are now, to compile afresh.</summary>
    private sealed class World(ClusterSnapshot start)
    {
        private readonly Dictionary<string, Namespace> namespaces = start.Namespaces.ToDictionary(space => space.Name);
        private readonly Dictionary<PodRef, Pod> pods = start.Pods.ToDictionary(pod => pod.Ref);
        private readonly Dictionary<(string, string), NetworkPolicy> policies = start.NetworkPolicies.ToDictionary(policy => (policy.Namespace, policy.Name));

        public ClusterSnapshot ToSnapshot() => start with
        {
            Namespaces = [.. namespaces.Values],
            Pods = [.. pods.Values],
            NetworkPolicies = [.. policies.Values],
        };

        public void Mutate(RandomCluster cluster, PolicyCompiler compiler)
        {
            switch (cluster.Next(8))
            {
                case 0:
                    var space = cluster.Namespace();
                    namespaces[space.Name] = space;
                    compiler.Set(space);
                    break;

                case 1 when namespaces.Count > 0:
                    var gone = cluster.Pick([.. namespaces.Keys]);
                    namespaces.Remove(gone);
                    compiler.RemoveNamespace(gone);
                    break;

                case 2 or 3:
                    var pod = cluster.Pod(cluster.Next(12));
                    pods[pod.Ref] = pod;
                    compiler.Set(pod);
                    break;

                case 4 when pods.Count > 0:
                    var removed = cluster.Pick([.. pods.Keys]);
                    pods.Remove(removed);
                    compiler.Remove(removed);
                    break;

                case 5 when policies.Count > 0:
                    var (ns, name) = cluster.Pick([.. policies.Keys]);
                    policies.Remove((ns, name));
                    compiler.Remove(new PolicyRef(NetworkPolicyLowering.Kind, ns, name));
                    break;

                default:
                    var policy = cluster.Policy(cluster.Next(8));
                    policies[(policy.Namespace, policy.Name)] = policy;
                    compiler.Set(policy);
                    break;
            }
        }
    }
}
