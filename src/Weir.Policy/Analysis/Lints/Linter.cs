using System.Collections.Immutable;
using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Lints;

/// <summary>Asks every lint about a cluster. What only the text of a manifest shows is found where the text is read, and joins later.</summary>
public static class Linter
{
    /// <summary>
    /// The findings in the order of their sources, then of the objects in the snapshot. Those that an annotation suppresses are left
    /// out; an annotation that names an unknown lint is a finding itself.
    /// </summary>
    public static ImmutableArray<LintFinding> Run(ClusterSnapshot snapshot, PolicyProfile? profile = null)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var world = new LintWorld(snapshot, profile ?? PolicyProfile.Default);
        var suppressions = LintSuppressions.Of(snapshot);
        return InOrder(LintCatalogue.Lints.SelectMany(lint => lint.Check(world)).Where(finding => !suppressions.Hides(finding)));
    }

    /// <summary>By file, line and column; findings without a place come last and keep their order.</summary>
    public static ImmutableArray<LintFinding> InOrder(IEnumerable<LintFinding> findings) =>
    [
        .. findings
            .OrderBy(finding => !finding.Source.IsKnown)
            .ThenBy(finding => finding.Source.File, StringComparer.Ordinal)
            .ThenBy(finding => finding.Source.Line)
            .ThenBy(finding => finding.Source.Column)
            .ThenBy(finding => finding.About?.ToString(), StringComparer.Ordinal)
            .ThenBy(finding => finding.Rule.Id, StringComparer.Ordinal)
            .ThenBy(finding => finding.Field, StringComparer.Ordinal),
    ];
}
