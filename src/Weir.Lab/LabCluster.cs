using Weir.Lab.Linux;
using Weir.Lab.Planning;
using Weir.Lab.Probes;
using Weir.Policy.Addresses;
using Weir.Policy.Model;

namespace Weir.Lab;

/// <summary>
/// A cluster of network namespaces on this machine. Nothing outside its own namespaces is ever configured, and disposing it
/// removes them all.
/// </summary>
public sealed class LabCluster : IAsyncDisposable
{
    private readonly LabBuilder builder;
    private readonly Responder responder = new();
    private readonly SourcePorts sourcePorts = new();

    // Building, changing and probing take turns: a probe must not meet a half-wired pod.
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly bool ipv6;
    private IReadOnlyList<ProbePort> listening = [];
    private bool disposed;

    private LabCluster(LabPlan plan, LabBuilder builder, bool ipv6)
    {
        Plan = plan;
        this.builder = builder;
        this.ipv6 = ipv6;
    }

    /// <summary>What the lab is now: pods that were added are in it, removed ones are not.</summary>
    public LabPlan Plan { get; private set; }

    /// <summary>Builds what the plan says, or nothing: on any failure and on cancellation all that was made is removed first.</summary>
    /// <exception cref="LabException">Not root, something missing in the kernel, the name is taken, or the kernel refused a step.</exception>
    public static async Task<LabCluster> CreateAsync(LabPlan plan, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        LabRequirements.Check();
        LabRequirements.CheckNameIsFree(plan.Name);

        var ipv6 = plan.UsesIPv6 || plan.Options.Families.Contains(IPFamily.IPv6);
        return await DedicatedThread.RunAsync("lab", () => Build(plan, ipv6, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Removes the namespaces of a lab whose process was killed. A lab that runs would lose its own: ask first.</summary>
    /// <returns>How many there were.</returns>
    public static int RemoveLeftovers(string name)
    {
        LabNames.Check(name);
        if (LabRequirements.Missing() is { Error: LabError.NotPermitted } missing) throw missing;

        var leftovers = LabNamespace.List(LabNames.Prefix(name));
        foreach (var leftover in leftovers) LabNamespace.Remove(leftover);
        return leftovers.Count;
    }

    /// <summary>The namespace of a node, pod or external host: its path, and a way to run code inside.</summary>
    public LabNamespace NamespaceOf(LabEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return builder[endpoint.NetworkNamespace];
    }

    /// <summary>Adds and starts a pod while the lab runs. It listens where the others do.</summary>
    /// <exception cref="LabException">The pod cannot be placed, or the kernel refused a step; then the lab is as before.</exception>
    public Task<LabPod> AddPodAsync(Pod pod, CancellationToken cancellationToken = default) => InTurnAsync(
        () =>
        {
            var next = Plan.Add(pod);
            var added = next.Pod(pod.Ref) ?? throw new LabException(LabError.InvalidInput, $"Pod {pod} is finished: it cannot be started.");
            if (!ipv6 && added.Address(IPFamily.IPv6) is not null)
            {
                throw new LabException(LabError.InvalidInput, $"Pod {pod} has an IPv6 address, but the lab was built without IPv6.");
            }

            if (next.Link(added) is { } link)
            {
                var node = next.Link(next.NodeOf(added));
                builder.Add(link, node);
                try
                {
                    responder.Open(builder[added.NetworkNamespace], added.Addresses, listening);
                }
                catch
                {
                    Remove(added, link, node);
                    throw;
                }
            }

            Plan = next;
            return added;
        },
        cancellationToken);

    /// <summary>Stops a pod and removes its namespace, link and routes.</summary>
    /// <returns>False when the lab has no such pod.</returns>
    public Task<bool> RemovePodAsync(PodRef pod, CancellationToken cancellationToken = default) => InTurnAsync(
        () =>
        {
            if (Plan.Pod(pod) is not { } removed) return false;

            if (Plan.Link(removed) is { } link) Remove(removed, link, Plan.Link(Plan.NodeOf(removed)));
            Plan = Plan.Remove(pod);
            return true;
        },
        cancellationToken);

    /// <summary>Opens listeners for these ports on every pod, node and external host, in place of those that were open.</summary>
    public Task ListenAsync(IReadOnlyCollection<ProbePort> ports, CancellationToken cancellationToken = default) => InTurnAsync(
        () =>
        {
            listening = [.. ports.Distinct()];
            responder.CloseAll();

            // Host-network pods share their node's namespace and addresses.
            foreach (var endpoint in Plan.Endpoints.DistinctBy(endpoint => endpoint.NetworkNamespace))
            {
                cancellationToken.ThrowIfCancellationRequested();
                responder.Open(builder[endpoint.NetworkNamespace], endpoint.Addresses, listening);
            }

            return true;
        },
        cancellationToken);

    /// <summary>Sends all probes at once, as far as <see cref="ProbeOptions.MaxInFlight"/> goes.</summary>
    /// <returns>One result for each probe, in the same order.</returns>
    public Task<ProbeResult[]> ProbeAsync(
        IReadOnlyList<Probe> probes, ProbeOptions? options = null, CancellationToken cancellationToken = default) => InTurnAsync(
        () =>
        {
            using var run = new ProbeRun(probes, options ?? new ProbeOptions(), sourcePorts, source => builder[source.NetworkNamespace]);
            return run.Run(cancellationToken);
        },
        cancellationToken);

    /// <summary>Removes everything. Waits for what is under way; may be called more than once.</summary>
    public async ValueTask DisposeAsync()
    {
        await turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (disposed) return;

            disposed = true;
            responder.Dispose();
            builder.Dispose();
        }
        finally
        {
            turn.Release();
        }
    }

    private static LabCluster Build(LabPlan plan, bool ipv6, CancellationToken cancellationToken)
    {
        var builder = new LabBuilder(ipv6);
        try
        {
            builder.Build(plan, cancellationToken);
            return new LabCluster(plan, builder, ipv6);
        }
        catch
        {
            builder.Dispose();
            throw;
        }
    }

    private void Remove(LabPod pod, LabLink link, LabLink node)
    {
        responder.Close(pod.NetworkNamespace);
        builder.Remove(link, node);
    }

    private async Task<T> InTurnAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return await DedicatedThread.RunAsync("lab", work).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }
}
