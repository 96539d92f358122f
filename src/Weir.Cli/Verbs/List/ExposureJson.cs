using Weir.Cli.Output;
using Weir.Policy.Analysis.Connections;
using Weir.Policy.Model;

namespace Weir.Cli.Verbs.List;

/// <summary>One direction of one workload.</summary>
/// <param name="Isolated">False: no policy covers the direction, so everything is open.</param>
internal sealed record ExposureJson(
    string Peer, string Direction, bool Isolated, IReadOnlyList<ExposedPodJson> Pods, IReadOnlyList<ExposedRangeJson> Outside)
{
    public static IEnumerable<ExposureJson> Of(Exposure one) =>
    [
        new(
            one.Workload.Id,
            one.Direction == Weir.Policy.Model.Direction.Ingress ? "ingress" : "egress",
            one.IsIsolated,
            [.. one.Pods.Select(open => ExposedPodJson.Of(open.Pod, open.Ports))],
            [
                .. one.Outside.SelectMany(open => PeerText.Ids(open.Outside)
                    .Select(cidr => new ExposedRangeJson(cidr, open.Ports.IsAll, PortsJson.Of(open.Ports)))),
            ]),
    ];
}

/// <param name="Selector">As the rule writes it; null: any pod, also one that no rule names.</param>
/// <param name="Labels">Of the pod that the ports were worked out for: the fewest that match.</param>
internal sealed record ExposedPodJson(
    string? Selector,
    IReadOnlyDictionary<string, string> NamespaceLabels,
    IReadOnlyDictionary<string, string> Labels,
    bool All,
    IReadOnlyList<PortsJson> Ports)
{
    public static ExposedPodJson Of(HypotheticalPod pod, Policy.Ports.PortSet ports) => new(
        pod.Matcher?.ToString(), Dictionary(pod.Namespace.Labels), Dictionary(pod.Pod.Labels), ports.IsAll, PortsJson.Of(ports));

    /// <summary>Without the name of a namespace that was made up.</summary>
    private static Dictionary<string, string> Dictionary(LabelSet labels) =>
        labels.Where(label => !label.Value.StartsWith(':')).ToDictionary();
}

internal sealed record ExposedRangeJson(string Cidr, bool All, IReadOnlyList<PortsJson> Ports);
