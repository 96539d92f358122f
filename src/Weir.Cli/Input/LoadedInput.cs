using System.Collections.Immutable;
using Weir.Cli.Output;
using Weir.Manifests;
using Weir.Policy.Evaluation;
using Weir.Policy.Resolution;

namespace Weir.Cli.Input;

/// <summary>A cluster ready to be asked, and what of the input is not in it.</summary>
internal sealed class LoadedInput
{
    private LoadedInput(PolicyEvaluator evaluator, string defaultNamespace, ImmutableArray<ManifestDiagnostic> diagnostics)
    {
        Evaluator = evaluator;
        DefaultNamespace = defaultNamespace;
        Diagnostics = diagnostics;
    }

    public PolicyEvaluator Evaluator { get; }

    public ClusterIndex Cluster => Evaluator.Cluster;

    public string DefaultNamespace { get; }

    public ImmutableArray<ManifestDiagnostic> Diagnostics { get; }

    /// <summary>What was refused, or is not supported: the answer may be another with it.</summary>
    public IEnumerable<ManifestDiagnostic> Skipped => Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    public static LoadedInput From(ManifestLoadResult manifests, string defaultNamespace, PolicyProfile profile)
    {
        var snapshot = manifests.Snapshot;
        var policies = PolicySet.From(snapshot);
        return new LoadedInput(
            new PolicyEvaluator(new ClusterIndex(snapshot), policies, profile),
            defaultNamespace,
            [
                .. manifests.Diagnostics,
                .. policies.Problems.Select(Diagnostic),
                .. manifests.PassedOver.Where(IsPolicy).Select(Diagnostic),
            ]);
    }

    /// <summary>The code that a verb ends with, given its answer: an incomplete input outweighs it.</summary>
    public int Exit(int answer) => Skipped.Any() ? ExitCode.Incomplete : answer;

    public void WriteDiagnostics(StyledText text) => WriteDiagnostics(text, Diagnostics);

    /// <summary>Writes what there is to say about the input, one line each.</summary>
    public static void WriteDiagnostics(StyledText text, IEnumerable<ManifestDiagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            if (diagnostic.Severity == DiagnosticSeverity.Info) continue;

            var place = diagnostic.Source.IsKnown ? $"{diagnostic.Source}: " : "";
            var about = diagnostic.About is { } named ? $"{named}: " : "";
            var field = diagnostic.Field is { } path ? $"{path}: " : "";
            var hint = diagnostic.Hint is { } help ? $" ({help})" : "";
            var severity = diagnostic.Severity == DiagnosticSeverity.Error
                ? StyledText.Part($"[red]error[/]")
                : StyledText.Part($"[yellow]warning[/]");
            text.Line($"{place}{severity}: {about}{field}{diagnostic.Message}{hint}");
        }
    }

    /// <summary>Kinds that no reader knows say nothing about connectivity, but for other makers' policies: those are missed.</summary>
    private static bool IsPolicy(KindCount kind) => kind.Kind.EndsWith("NetworkPolicy", StringComparison.Ordinal);

    private static ManifestDiagnostic Diagnostic(KindCount kind) => new()
    {
        Id = "unsupported-policy",
        Severity = DiagnosticSeverity.Error,
        About = null,
        Message = $"left out {kind.Count} {kind.Kind} ({kind.ApiVersion}): this kind of policy is not supported",
    };

    private static ManifestDiagnostic Diagnostic(PolicyProblem problem) => new()
    {
        Id = DiagnosticIds.Invalid,
        Severity = DiagnosticSeverity.Error,
        About = new ObjectRef(problem.Policy.Kind, problem.Policy.Namespace ?? "", problem.Policy.Name),
        Field = problem.Field,
        Message = problem.Message,
        Source = problem.Source,
    };
}
