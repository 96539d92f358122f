using System.Collections.Immutable;
using Weir.Manifests;
using Weir.Policy.Analysis.Lints;

namespace Weir.Policy.Tests.Analysis.Lints;

/// <summary>What is found in some manifests.</summary>
internal static class Linted
{
    public static ImmutableArray<LintFinding> Findings(string manifests)
    {
        var loaded = Load(manifests);
        Assert.False(loaded.HasErrors, string.Join('\n', loaded.Diagnostics));
        return Linter.Run(loaded.Snapshot);
    }

    /// <summary>The ids, each as often as it was found, in order; those of the text first.</summary>
    public static string[] Ids(string manifests) =>
        [.. Load(manifests).Diagnostics.Select(diagnostic => diagnostic.Id), .. Findings(manifests).Select(finding => finding.Rule.Id)];

    private static ManifestLoadResult Load(string manifests) => ManifestLoader.LoadText(
        "test.yaml", manifests, new ManifestOptions { DefaultNamespace = "shop", FieldValidation = FieldValidation.Warn, ReportWrittenForm = true });
}
