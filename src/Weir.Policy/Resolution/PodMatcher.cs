using Weir.Policy.Model;

namespace Weir.Policy.Resolution;

/// <summary>
/// Pods by namespace and labels. Either one namespace by name, or namespaces by selector, or (both null) all of them; and in those,
/// the pods that <paramref name="Pods"/> selects.
/// </summary>
public sealed record PodMatcher(string? Namespace, LabelSelector? Namespaces, LabelSelector Pods)
{
    /// <summary>A pod's own labels never stand for its namespace's.</summary>
    public bool Matches(LabelSet podLabels, string podNamespace, LabelSet namespaceLabels) =>
        MatchesNamespace(podNamespace, namespaceLabels) && Pods.IsWellFormed && Pods.Matches(podLabels);

    public bool MatchesNamespace(string name, LabelSet labels)
    {
        if (Namespace is not null) return string.Equals(Namespace, name, StringComparison.Ordinal);
        return Namespaces is null || (Namespaces.IsWellFormed && Namespaces.Matches(labels));
    }

    public override string ToString() => (Namespace, Namespaces) switch
    {
        (not null, _) => $"podSelector {Pods}",
        (_, null) => $"podSelector {Pods} in any namespace",
        _ => Pods.IsEmpty ? $"namespaceSelector {Namespaces}" : $"namespaceSelector {Namespaces} podSelector {Pods}",
    };
}
