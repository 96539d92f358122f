using Weir.Cli.Input;
using Weir.Cli.Output;
using Weir.Policy.Analysis.Connections;

namespace Weir.Cli.Verbs.List;

/// <summary><c>weir list -o json</c>. A range of addresses is a peer for each of its networks.</summary>
/// <param name="Denied">The edges are what is denied.</param>
/// <param name="Exposure">Null: not asked for.</param>
internal sealed record ListDocument(
    string Schema,
    bool Denied,
    IReadOnlyList<PeerJson> Peers,
    IReadOnlyList<EdgeJson> Edges,
    IReadOnlyList<ExposureJson>? Exposure,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<SkippedJson> Skipped)
{
    public static ListDocument Of(ConnectionList list, LoadedInput input, ExposureList? exposure) => new(
        "weir.dev/list/v1",
        list.Filter.IsDenied,
        [.. list.Peers.SelectMany(PeerJson.Of)],
        [.. list.Connections.SelectMany(one => EdgeJson.Of(one, list))],
        exposure?.Workloads.SelectMany(ExposureJson.Of).ToList(),
        list.Warnings,
        SkippedJson.Of(input.Skipped));
}

/// <param name="Kind">The workload's, or CIDR.</param>
internal sealed record PeerJson(string Id, string Kind, string? Namespace, string? Name, string? Cidr)
{
    public static IEnumerable<PeerJson> Of(ConnectionPeer peer) => peer is WorkloadPeer workload
        ? [new PeerJson(workload.Id, workload.Kind, workload.Namespace, workload.Name, null)]
        : PeerText.Ids(peer).Select(cidr => new PeerJson(cidr, "CIDR", null, null, cidr));
}

/// <param name="Because">The rules that allow it, in both directions; empty where nobody isolates the two, and for what is denied.</param>
internal sealed record EdgeJson(string Src, string Dst, bool All, IReadOnlyList<PortsJson> Ports, IReadOnlyList<RuleJson> Because)
{
    public static IEnumerable<EdgeJson> Of(Connection one, ConnectionList list)
    {
        var ports = PortsJson.Of(one.Ports);
        IReadOnlyList<RuleJson> because = list.Filter.IsDenied ? [] : [.. list.Map.Because(one).Select(RuleJson.Of)];
        return from source in PeerText.Ids(one.Source)
               from destination in PeerText.Ids(one.Destination)
               select new EdgeJson(source, destination, one.Ports.IsAll, ports, because);
    }
}
