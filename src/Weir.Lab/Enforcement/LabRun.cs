using System.Collections.Immutable;
using Weir.Lab.Planning;
using Weir.Lab.Probes;
using Weir.Policy.Addresses;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Lab.Enforcement;

/// <summary>
/// A lab whose nodes enforce: every probe is predicted by the evaluator, which sees the whole cluster, and answered by packets through
/// kernels that each see one node.
/// </summary>
public sealed class LabRun : IAsyncDisposable
{
    private readonly PolicyProfile profile;
    private readonly ImmutableArray<NodeEnforcer> enforcers;
    private PolicyEvaluator evaluator;

    private LabRun(LabCluster lab, PolicyProfile profile, ImmutableArray<NodeEnforcer> enforcers)
    {
        Lab = lab;
        this.profile = profile;
        this.enforcers = enforcers;
        evaluator = new PolicyEvaluator(lab.Plan.Cluster, profile);
    }

    public LabCluster Lab { get; }

    /// <summary>The oracle for the cluster as it is enforced now.</summary>
    public PolicyEvaluator Evaluator => evaluator;

    /// <summary>Builds the lab and enforces the plan's policies on every node, or leaves nothing behind.</summary>
    /// <exception cref="LabException">The lab cannot be built.</exception>
    /// <exception cref="Dataplane.DataplaneException">A node's kernel refused the policies.</exception>
    public static async Task<LabRun> StartAsync(LabPlan plan, PolicyProfile? profile = null, CancellationToken cancellationToken = default)
    {
        var lab = await LabCluster.CreateAsync(plan, cancellationToken).ConfigureAwait(false);
        LabRun? run = null;
        try
        {
            profile ??= PolicyProfile.Default;
            run = new LabRun(lab, profile, [.. plan.Nodes.Select(node => Enforcer(lab, node, profile))]);
            run.Enforce(plan.Cluster);
            return run;
        }
        catch
        {
            if (run is not null) await run.DisposeAsync().ConfigureAwait(false);
            else await lab.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Goes over to another state of the cluster: starts the pods that are new, stops those that are gone, and enforces on every node.
    /// Pods that stay keep their node and their addresses.
    /// </summary>
    /// <exception cref="LabException">A pod cannot be started.</exception>
    /// <exception cref="Dataplane.DataplaneException">A node's kernel refused the policies.</exception>
    public async Task ApplyAsync(ClusterSnapshot snapshot, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var wanted = snapshot.Pods.Where(pod => !pod.IsFinished).ToDictionary(pod => pod.Ref);
        foreach (var gone in Lab.Plan.Pods.Where(pod => !wanted.ContainsKey(pod.Pod.Ref)))
        {
            await Lab.RemovePodAsync(gone.Pod.Ref, cancellationToken).ConfigureAwait(false);
        }

        foreach (var fresh in wanted.Values.Where(pod => Lab.Plan.Pod(pod.Ref) is null))
        {
            await Lab.AddPodAsync(fresh, cancellationToken).ConfigureAwait(false);
        }

        Enforce(snapshot with { Pods = [.. snapshot.Pods.Select(Placed)], Nodes = Lab.Plan.Cluster.Nodes });
    }

    /// <summary>Every pod and outside host to every pod, on each port in each family that both have.</summary>
    public IEnumerable<LabQuestion> AllPairs(IReadOnlyCollection<ProbePort> ports, IReadOnlyCollection<IPFamily> families) =>
        from source in Lab.Plan.Pods.Concat<LabEndpoint>(Lab.Plan.Externals)
        from destination in Lab.Plan.Pods
        from port in ports
        from family in families
        where source.Address(family) is not null
        let address = destination.Address(family)
        where address is not null
        select new LabQuestion(destination, new Probe(source, address.Value, port.Protocol, port.Port));

    /// <summary>Sends the probes and holds each answer against the prediction.</summary>
    public async Task<ImmutableArray<LabAnswer>> ProbeAsync(
        IEnumerable<LabQuestion> questions, ProbeOptions? options = null, CancellationToken cancellationToken = default)
    {
        var asked = questions.ToArray();
        var results = await Lab.ProbeAsync([.. asked.Select(question => question.Probe)], options, cancellationToken).ConfigureAwait(false);
        return [.. asked.Zip(results, (question, result) => new LabAnswer(question.Destination, result, Predict(result.Probe)))];
    }

    public Verdict Predict(Probe probe)
    {
        // The kernel uses the sender's first address of the family.
        var source = evaluator.EndpointOf(probe.Source.Address(probe.Destination.Family)!.Value);
        var flow = new Flow(source, evaluator.EndpointOf(probe.Destination), probe.Protocol, probe.Port);
        return evaluator.Evaluate(flow).IsAllowed ? Verdict.Allow : Verdict.Deny;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var enforcer in enforcers) enforcer.Dispose();
        await Lab.DisposeAsync().ConfigureAwait(false);
    }

    private void Enforce(ClusterSnapshot cluster)
    {
        foreach (var enforcer in enforcers) enforcer.Apply(cluster);
        evaluator = new PolicyEvaluator(cluster, profile);
    }

    private Pod Placed(Pod pod) =>
        Lab.Plan.Pod(pod.Ref) is { Pod: var placed } ? pod with { NodeName = placed.NodeName, IPs = placed.IPs } : pod;

    private static NodeEnforcer Enforcer(LabCluster lab, LabNode node, PolicyProfile profile) =>
        new(node.Name, Dataplane.NetworkNamespace.At(lab.NamespaceOf(node).Path), profile);
}

/// <summary>A probe and whom it is meant for: host-network pods share their address with their node.</summary>
public sealed record LabQuestion(LabEndpoint Destination, Probe Probe);

/// <summary>What was predicted and what came back.</summary>
public sealed record LabAnswer(LabEndpoint Destination, ProbeResult Result, Verdict Predicted)
{
    public Probe Probe => Result.Probe;

    /// <summary>
    /// A refusal is an answer, so the packet got through; but whoever refused was not asked to, and a probe that could not be sent
    /// proves nothing. Neither agrees with any prediction.
    /// </summary>
    public bool Agrees => Result.Outcome switch
    {
        ProbeOutcome.Allowed => Predicted == Verdict.Allow,
        ProbeOutcome.Denied => Predicted == Verdict.Deny,
        _ => false,
    };
}
