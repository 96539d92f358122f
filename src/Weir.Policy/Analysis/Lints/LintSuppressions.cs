using System.Collections.Immutable;
using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Lints;

/// <summary>
/// What the authors of policies do not want to hear about them: the annotation <c>weir.dev/ignore</c> holds ids of lints, with commas
/// between them, or <c>all</c>. It hides warnings and remarks; what the API server refuses stays an error.
/// </summary>
public sealed class LintSuppressions
{
    public const string Annotation = "weir.dev/ignore";

    private readonly Dictionary<LintedObject, ImmutableArray<string>> byObject = [];

    private LintSuppressions()
    {
    }

    public static LintSuppressions Of(ClusterSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var suppressions = new LintSuppressions();
        foreach (var policy in snapshot.NetworkPolicies)
        {
            var ids = IdsOf(policy);
            if (!ids.IsEmpty) suppressions.byObject[new LintedObject(NetworkPolicyLowering.Kind, policy.Namespace, policy.Name)] = ids;
        }

        return suppressions;
    }

    public bool Hides(LintFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return finding is { Rule.Severity: not LintSeverity.Error, About: { } about }
            && byObject.TryGetValue(about, out var ids)
            && (ids.Contains("all") || ids.Contains(finding.Rule.Id));
    }

    /// <summary>The ids that a policy's annotation holds; none when it has no such annotation.</summary>
    internal static ImmutableArray<string> IdsOf(NetworkPolicy policy) =>
        policy.Annotations.TryGetValue(Annotation, out var text)
            ? [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)]
            : [];
}
