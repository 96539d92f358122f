using Weir.Policy.Compilation;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Resolution;
using Weir.Testing;

namespace Weir.Policy.Tests.Evaluation;

/// <summary>Every probe of the 230 Cyclonus cases. A pod always reaches itself (R52), which Cyclonus' own matcher does not know.</summary>
public sealed class CyclonusTests
{
    /// <summary>
    /// The tables of 253 steps with 6 probes for each pair of pods: 250 × 9 × 9, 2 × 10 × 10, 1 × 11 × 11 pairs; and of 3 steps with
    /// one probe for each of 9 × 9 pairs.
    /// </summary>
    private const int Probes = (((250 * 81) + (2 * 100) + 121) * 6) + (3 * 81);

    [Fact]
    public void The_file_holds_every_case_step_and_probe()
    {
        SkipWithoutCases();
        var steps = CyclonusCase.All.SelectMany(item => item.Steps).ToArray();
        var probes = steps.SelectMany(step => step.Probes.Select(probe => (probe, Allowed: step.Allowed.Contains(probe.ToString())))).ToArray();
        Assert.Equal(Enumerable.Range(1, 230), CyclonusCase.All.Select(item => item.Id));
        Assert.Equal(256, steps.Length);
        Assert.Equal(123_669, Probes);
        Assert.Equal(Probes, probes.Length);
        Assert.Equal(13_713, probes.Count(item => item.probe.IsSelf));
        Assert.Equal(1_554, probes.Count(item => item.probe.IsSelf && !item.Allowed)); // the matcher's defect, rule book E.7

        // No allowed connection is written that is not probed.
        Assert.Equal(steps.Sum(step => step.Allowed.Count), probes.Count(item => item.Allowed));
    }

    [Fact]
    public void The_evaluator_agrees_on_every_probe() =>
        EveryStep((step, _) =>
        {
            var evaluator = new PolicyEvaluator(step.Snapshot);
            Assert.Empty(evaluator.Policies.Problems);
            return flow => evaluator.Evaluate(flow).IsAllowed;
        });

    [Fact]
    public void A_fresh_table_agrees_on_every_probe() => EveryStep((step, _) => Fresh(step).Compiler.Allows);

    [Fact]
    public void One_table_that_lives_through_all_actions_agrees_on_every_probe()
    {
        var compiler = PolicyCompiler.ForEveryNode();
        var mirror = new TableMirror();
        var world = ClusterSnapshot.Empty;
        EveryStep((step, isFirst) =>
        {
            if (isFirst) Reset(step);
            foreach (var action in step.Actions) Act(action, step.Snapshot);
            mirror.Apply(compiler.Commit());
            world = step.Snapshot;

            // R82, R83: it holds what it would hold if it had never known anything else.
            Assert.Equal(Fresh(step).Description, mirror.Describe());
            return compiler.Allows;
        });

        // Before each case: no policies, and the pods and namespaces that the case starts from.
        void Reset(CyclonusStep step)
        {
            foreach (var policy in world.NetworkPolicies) Delete(policy.Namespace, policy.Name);
            foreach (var space in world.Namespaces) compiler.RemoveNamespace(space.Name);
            foreach (var pod in world.Pods.ExceptBy(step.Snapshot.Pods.Select(pod => pod.Ref), pod => pod.Ref)) compiler.Remove(pod.Ref);
            compiler.Load(step.Snapshot with { NetworkPolicies = [] });
        }

        void Act(CyclonusAction action, ClusterSnapshot after)
        {
            switch (action)
            {
                case SetPolicy { Policy: var policy }:
                    compiler.Set(policy);
                    break;
                case DeletePolicy { Namespace: var ns, Name: var name }:
                    Delete(ns, name);
                    break;
                case SetNamespace { Namespace: var space }:
                    compiler.Set(space);
                    break;
                case DeleteNamespace { Name: var name }:
                    foreach (var pod in world.Pods.Where(pod => pod.Namespace == name)) compiler.Remove(pod.Ref);
                    compiler.RemoveNamespace(name);
                    break;
                case SetPod { Pod: var pod, Labels: var labels }:
                    compiler.Set(after.Pods.Single(other => other.Ref == pod) with { Labels = labels });
                    break;
                case DeletePod { Pod: var pod }:
                    compiler.Remove(pod);
                    break;
            }
        }

        void Delete(string ns, string name) => compiler.Remove(new PolicyRef(NetworkPolicyLowering.Kind, ns, name));
    }

    /// <param name="enter">Makes the step's state and returns who answers; told whether a new case begins.</param>
    private static void EveryStep(Func<CyclonusStep, bool, Func<Flow, bool>> enter)
    {
        SkipWithoutCases();
        var count = 0;
        foreach (var item in CyclonusCase.All)
        {
            foreach (var step in item.Steps)
            {
                var allows = enter(step, step == item.Steps[0]);
                foreach (var probe in step.Probes)
                {
                    var (source, destination) = (new PodEndpoint(probe.Source, probe.Source.IPs[0]), new PodEndpoint(probe.Destination, probe.Destination.IPs[0]));
                    var expected = probe.IsSelf || step.Allowed.Contains(probe.ToString());
                    var allowed = allows(new Flow(source, destination, probe.Protocol, probe.Port) { ViaService = true });
                    if (expected != allowed) Assert.Fail($"{item}: {probe} should be {(expected ? "allowed" : "denied")}");
                    count++;
                }
            }
        }

        Assert.Equal(Probes, count);
    }

    private static (PolicyCompiler Compiler, string Description) Fresh(CyclonusStep step)
    {
        var compiler = PolicyCompiler.ForEveryNode();
        compiler.Load(step.Snapshot);
        var mirror = new TableMirror();
        mirror.Apply(compiler.Commit());
        return (compiler, mirror.Describe());
    }

    private static void SkipWithoutCases() => Assert.SkipWhen(Repository.SharedCase("cyclonus.json") is null, Repository.NoCases);
}
