using System.Collections.Immutable;
using Weir.Cli.Asking;
using Weir.Cli.Endpoints;
using Weir.Cli.Input;
using Weir.Policy.Addresses;
using Weir.Policy.Compilation;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;

namespace Weir.Cli.Verbs.Matrix;

/// <summary>Whether a source may connect to a destination. The zero value denies.</summary>
internal enum Cell : byte
{
    Denied = 0,
    Allowed,

    /// <summary>For some of the pods that the cell stands for, or over one address family only.</summary>
    Partly,

    /// <summary>The destination has no port of the name that was asked for.</summary>
    NoPort,
}

/// <summary>Every pair of live pods on one port, read from the compiled table. Pods come in the order of the input.</summary>
/// <param name="Cells">Row by row: a row is a source.</param>
internal sealed record ConnectivityMatrix(PortQuery Port, ImmutableArray<Pod> Pods, ImmutableArray<Cell[]> Cells)
{
    /// <exception cref="UsageException">There is no pod, or none has the port.</exception>
    public static ConnectivityMatrix Of(LoadedInput input, PortQuery port)
    {
        ImmutableArray<Pod> pods = [.. input.Cluster.Snapshot.Pods.Where(pod => !pod.IsFinished)];
        if (pods.IsEmpty) throw new UsageException("the input holds no pods and no workloads.");

        var ports = pods.Select(pod => port.Resolve(new PodEnd(pod.ToString(), pod), null)).ToArray();
        if (ports.All(found => found.IsEmpty)) throw new UsageException($"no pod of the input declares a port {port}.");

        var compiler = PolicyCompiler.ForAnalysis(input.Evaluator.Profile);
        compiler.Load(input.Cluster.Snapshot);
        compiler.Commit();

        var ends = pods.Select(pod => new PodEnds(input.Evaluator, pod)).ToArray();
        return new ConnectivityMatrix(port, pods, [.. ends.Select(Row)]);

        Cell[] Row(PodEnds source) =>
            [.. ends.Select((destination, column) => Ask(compiler, source, destination, ports[column]))];
    }

    private static Cell Ask(PolicyCompiler compiler, PodEnds source, PodEnds destination, ImmutableArray<AskedPort> ports)
    {
        if (ports.IsEmpty) return Cell.NoPort;

        // R77: each family that both have is asked apart. A pod without addresses goes with either.
        var (allowed, denied) = (false, false);
        foreach (var (from, to) in (ReadOnlySpan<(Endpoint?, Endpoint?)>)
            [(source.V4, destination.V4), (source.V6, destination.V6)])
        {
            if (from is null && to is null) continue;
            if ((from ?? source.WithoutAddress) is not { } one || (to ?? destination.WithoutAddress) is not { } other) continue;

            if (Allows(one, other)) allowed = true;
            else denied = true;
        }

        if (!allowed && !denied)
        {
            // Without a family in common nothing can be sent; without any address the selectors still answer.
            allowed = source.WithoutAddress is { } from && destination.WithoutAddress is { } to && Allows(from, to);
        }

        return allowed && denied ? Cell.Partly : allowed ? Cell.Allowed : Cell.Denied;

        bool Allows(Endpoint from, Endpoint to)
        {
            foreach (var port in ports)
            {
                if (!compiler.Allows(new Flow(from, to, port.Protocol, port.Probe))) return false;
            }

            return true;
        }
    }

    /// <summary>A pod as an end of a flow, once for each family that it has an address of.</summary>
    private sealed class PodEnds(PolicyEvaluator evaluator, Pod pod)
    {
        public Endpoint? V4 { get; } = At(evaluator, pod, IPFamily.IPv4);

        public Endpoint? V6 { get; } = At(evaluator, pod, IPFamily.IPv6);

        /// <summary>Null for a pod that has an address.</summary>
        public Endpoint? WithoutAddress { get; } = PodAddresses.Of(evaluator, pod).Any() ? null : evaluator.EndpointOf(pod);

        private static Endpoint? At(PolicyEvaluator evaluator, Pod pod, IPFamily family)
        {
            foreach (var address in PodAddresses.Of(evaluator, pod))
            {
                if (address.Family == family) return evaluator.EndpointOf(pod, address);
            }

            return null;
        }
    }
}
