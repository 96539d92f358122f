using System.Collections.Frozen;
using System.Collections.Immutable;
using Weir.Cli.Input;
using Weir.Manifests;
using Weir.Policy.Analysis.Lints;
using Weir.Policy.Model;

namespace Weir.Cli.Verbs.Lint;

/// <summary>Everything there is to say about an input: what reading it told, and what the lints found.</summary>
/// <param name="Findings">In the order of the input.</param>
/// <param name="Skipped">What could not be read or is not supported. It is among the findings too.</param>
internal sealed record LintRun(ImmutableArray<LintFinding> Findings, ImmutableArray<ManifestDiagnostic> Skipped, ClusterSnapshot Snapshot)
{
    // Reading went wrong, as opposed to: the API server would refuse the object.
    private static readonly FrozenSet<string> SkippingIds = FrozenSet.Create(
        StringComparer.Ordinal,
        DiagnosticIds.Unreadable,
        DiagnosticIds.NotText,
        DiagnosticIds.Syntax,
        DiagnosticIds.Limit,
        DiagnosticIds.NotAnObject,
        DiagnosticIds.UnknownVersion,
        "unsupported-policy");

    public static LintRun Of(LoadedInput input, LintSelection selection)
    {
        var snapshot = input.Cluster.Snapshot;
        var suppressions = LintSuppressions.Of(snapshot);
        var found = Linter.Run(snapshot, input.Evaluator.Profile);

        // The lint knows better what to write than the API server's warning about the same text, and that knows better where.
        var hostBits = found.Where(finding => finding.Rule.Name == "host-bits").Select(Place).ToHashSet();
        var read = input.Diagnostics.Select(Finding).Where(finding => !suppressions.Hides(finding)).ToLookup(
            finding => finding.Rule.Id == DiagnosticIds.CidrForm && hostBits.Contains(Place(finding)));
        var sources = read[true].GroupBy(Place).ToDictionary(group => group.Key, group => group.First().Source);
        found = [.. found.Select(finding => sources.TryGetValue(Place(finding), out var source) ? finding with { Source = source } : finding)];
        return new LintRun(
            Linter.InOrder(read[false].Concat(found).Where(finding => selection.Includes(finding.Rule))),
            [.. input.Diagnostics.Where(diagnostic => SkippingIds.Contains(diagnostic.Id))],
            snapshot);
    }

    public int Count(LintSeverity severity) => Findings.Count(finding => finding.Rule.Severity == severity);

    /// <summary>Wholly unreadable input outweighs what is missing, and that outweighs findings.</summary>
    public int Exit(LintSeverity failOn)
    {
        if (!Skipped.IsEmpty) return IsEmpty(Snapshot) ? ExitCode.Invalid : ExitCode.Incomplete;
        return Findings.Any(finding => finding.Rule.Severity <= failOn) ? ExitCode.No : ExitCode.Yes;
    }

    private static (LintedObject? About, string? Field) Place(LintFinding finding) => (finding.About, finding.Field);

    private static bool IsEmpty(ClusterSnapshot snapshot) => snapshot is
    {
        Namespaces.IsEmpty: true, Pods.IsEmpty: true, Nodes.IsEmpty: true, Services.IsEmpty: true, NetworkPolicies.IsEmpty: true,
    };

    private static LintFinding Finding(ManifestDiagnostic diagnostic)
    {
        var rule = LintCatalogue.Find(diagnostic.Id) ?? throw new InvalidOperationException($"The lint catalogue lacks {diagnostic.Id}.");
        var finding = new LintFinding
        {
            Rule = rule,
            About = diagnostic.About is { } about ? new LintedObject(about.Kind, about.Namespace.Length == 0 ? null : about.Namespace, about.Name) : null,
            Field = diagnostic.Field,
            Message = diagnostic.Message,
            Source = diagnostic.Source,
        };
        return diagnostic.Hint is { } hint ? finding with { Fix = $"{char.ToUpperInvariant(hint[0])}{hint[1..]}" } : finding;
    }
}
