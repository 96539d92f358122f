using Weir.Cli.Output;
using Weir.Cli.Verbs.List;
using Weir.Policy.Analysis.Connections;

namespace Weir.Cli.Verbs.Diff;

/// <summary><c>weir diff -o json</c>. Peers are those of <c>weir list</c>; a range of addresses is one for each of its networks.</summary>
/// <param name="Added">Workloads that only the new side has; their connections are not listed.</param>
/// <param name="Removed">Workloads that only the old side has.</param>
internal sealed record DiffDocument(
    string Schema,
    bool Same,
    IReadOnlyList<PeerJson> Added,
    IReadOnlyList<PeerJson> Removed,
    IReadOnlyList<ConnectionChangeJson> Changes,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<SkippedJson> Skipped)
{
    public static DiffDocument Of(ConnectionDiff diff, DiffSides sides) => new(
        "weir.dev/diff/v1",
        diff.IsEmpty,
        [.. diff.Added.SelectMany(PeerJson.Of)],
        [.. diff.Removed.SelectMany(PeerJson.Of)],
        [.. diff.Changes.SelectMany(ConnectionChangeJson.Of)],
        [],
        SkippedJson.Of(sides.Skipped));
}

/// <param name="Kind">opened, closed, or changed.</param>
/// <param name="Because">Empty: no policy differs that decides on the two, but their labels, named ports or addresses do.</param>
internal sealed record ConnectionChangeJson(
    string Kind,
    string Src,
    string Dst,
    IReadOnlyList<PortsJson> Before,
    IReadOnlyList<PortsJson> After,
    IReadOnlyList<PortsJson> Opened,
    IReadOnlyList<PortsJson> Closed,
    IReadOnlyList<CauseJson> Because)
{
    public static IEnumerable<ConnectionChangeJson> Of(ConnectionChange change) =>
        from source in PeerText.Ids(change.Source)
        from destination in PeerText.Ids(change.Destination)
        select new ConnectionChangeJson(
            DiffWords.Of(change.Kind),
            source,
            destination,
            PortsJson.Of(change.Before),
            PortsJson.Of(change.After),
            PortsJson.Of(change.Opened),
            PortsJson.Of(change.Closed),
            [.. change.Causes.Select(cause => new CauseJson(
                cause.Policy.ToString(), DiffWords.Of(cause.Kind), cause.Source.File, PolicyJson.LineOf(cause.Source)))]);
}

/// <param name="Change">added, removed or changed.</param>
internal sealed record CauseJson(string Policy, string Change, string? File, int? Line);
