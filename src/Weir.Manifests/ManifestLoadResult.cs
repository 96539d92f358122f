using System.Collections.Immutable;
using Weir.Policy.Model;

namespace Weir.Manifests;

/// <summary>All that was read, and all there is to say about it.</summary>
public sealed record ManifestLoadResult
{
    /// <summary>Only objects without errors.</summary>
    public required ClusterSnapshot Snapshot { get; init; }

    /// <summary>In the order of the input.</summary>
    public required ImmutableArray<ManifestDiagnostic> Diagnostics { get; init; }

    /// <summary>How many objects of each kind were read without errors, sorted by version and kind.</summary>
    public required ImmutableArray<KindCount> Loaded { get; init; }

    /// <summary>How many objects of each kind that says nothing about connectivity were passed over, sorted likewise.</summary>
    public required ImmutableArray<KindCount> PassedOver { get; init; }

    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}

/// <param name="ApiVersion">Group and version: <c>networking.k8s.io/v1</c>, or <c>v1</c> for the core group.</param>
/// <param name="Count">At least 1.</param>
public sealed record KindCount(string ApiVersion, string Kind, int Count);
