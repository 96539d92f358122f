using System.Collections.Immutable;
using Weir.Policy.Analysis.Connections;
using Weir.Policy.Model;

namespace Weir.Cli.Verbs.List;

/// <summary>The exposure of the workloads that were asked for.</summary>
internal sealed record ExposureList(ImmutableArray<Exposure> Workloads)
{
    public static ExposureList Of(ConnectionList list) => new(
    [
        .. Exposure.Of(list.Map).Where(one =>
            (list.Filter.Workloads.IsEmpty || list.Filter.Workloads.Any(pattern => pattern.Matches(one.Workload)))
            && list.Filter.Direction != (one.Direction == Direction.Ingress ? ListDirection.Egress : ListDirection.Ingress)),
    ]);

    /// <summary>Whom a made-up pod stands for.</summary>
    public static string Describe(HypotheticalPod pod) => pod.Matcher is { } matcher ? $"pods by {matcher}" : "any pod";
}
