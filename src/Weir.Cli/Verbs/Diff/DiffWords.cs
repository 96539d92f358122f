using System.Globalization;
using Weir.Cli.Asking;
using Weir.Cli.Verbs.List;
using Weir.Policy.Analysis.Connections;

namespace Weir.Cli.Verbs.Diff;

/// <summary>What text and Markdown say alike.</summary>
internal static class DiffWords
{
    public static string Summary(ConnectionDiff diff)
    {
        if (diff.IsEmpty) return "no connection differs";

        var workloads = diff.Added.IsEmpty && diff.Removed.IsEmpty ? "" : $"; workloads: {diff.Added.Length} added, {diff.Removed.Length} removed";
        return $"connections: {Count(ChangeKind.Opened)} opened, {Count(ChangeKind.Closed)} closed, {Count(ChangeKind.Changed)} changed{workloads}";

        string Count(ChangeKind kind) => diff.Changes.Count(change => change.Kind == kind).ToString(CultureInfo.InvariantCulture);
    }

    public static string Of(ChangeKind kind) => kind switch
    {
        ChangeKind.Opened => "opened",
        ChangeKind.Closed => "closed",
        _ => "changed",
    };

    public static int Order(ChangeKind kind) => kind switch
    {
        ChangeKind.Opened => 0,
        ChangeKind.Closed => 1,
        _ => 2,
    };

    public static string Of(PolicyDifferenceKind kind) => kind switch
    {
        PolicyDifferenceKind.Added => "added",
        PolicyDifferenceKind.Removed => "removed",
        _ => "changed",
    };

    public static string Ends(ConnectionChange change) => $"{PeerText.Of(change.Source)} → {PeerText.Of(change.Destination)}";

    /// <summary>Of a change, both sides of it: what opened and what closed.</summary>
    public static string Ports(ConnectionChange change) => change switch
    {
        { Kind: ChangeKind.Opened } => PortText.Of(change.Opened),
        { Kind: ChangeKind.Closed } => PortText.Of(change.Closed),
        { Closed.IsEmpty: true } => $"opened: {PortText.Of(change.Opened)}",
        { Opened.IsEmpty: true } => $"closed: {PortText.Of(change.Closed)}",
        _ => $"opened: {PortText.Of(change.Opened)}; closed: {PortText.Of(change.Closed)}",
    };

    public static string Causes(ConnectionChange change) => change.Causes.IsEmpty
        ? "labels, named ports or addresses: no policy differs that decides on the two"
        : string.Join(", ", change.Causes.Select(Cause));

    private static string Cause(PolicyDifference cause)
    {
        var place = cause.Source.IsKnown ? $", {cause.Source.File}:{cause.Source.Line.ToString(CultureInfo.InvariantCulture)}" : "";
        return $"{cause.Policy} ({Of(cause.Kind)}{place})";
    }
}
