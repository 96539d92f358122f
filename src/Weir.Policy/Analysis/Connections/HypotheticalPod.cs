using System.Globalization;
using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Connections;

/// <summary>A pod that does not exist yet, made up to be the least that a rule names.</summary>
/// <param name="Matcher">What it was made to match; null: a pod without labels in a new namespace without labels.</param>
/// <param name="Namespace">An existing one, or one that would be new.</param>
public sealed record HypotheticalPod(PodMatcher? Matcher, Namespace Namespace, Pod Pod)
{
    /// <summary>Null: no such pod can exist beside the namespaces of the cluster.</summary>
    internal static HypotheticalPod? Of(PodMatcher? matcher, ClusterIndex cluster, int number)
    {
        var name = number.ToString(CultureInfo.InvariantCulture);
        var labels = matcher is null ? LabelSet.Empty : SelectorExample.Of(matcher.Pods);
        if (labels is null || Space(matcher, cluster, $"new-namespace-{name}") is not { } space) return null;

        // No real name begins with a colon.
        var pod = new Pod { Namespace = space.Name, Name = $":{name}", Labels = labels, Phase = PodPhase.Running };
        return matcher is null || matcher.Matches(labels, space.Name, space.Labels) ? new HypotheticalPod(matcher, space, pod) : null;
    }

    /// <summary>A new namespace where one can match, else one that exists.</summary>
    private static Namespace? Space(PodMatcher? matcher, ClusterIndex cluster, string newName)
    {
        if (matcher?.Namespace is { } own) return Existing(own);
        if (matcher?.Namespaces is not { } selector) return new Namespace($":{newName}");

        if (SelectorExample.Of(selector) is { } labels)
        {
            var name = labels.TryGetValue(Namespace.NameLabel, out var wanted) ? wanted : $":{newName}";
            var isNew = cluster.Snapshot.Namespaces.All(space => space.Name != name) && cluster.Snapshot.Pods.All(pod => pod.Namespace != name);
            var space = isNew ? new Namespace(name, labels) : Existing(name);
            if (selector.Matches(space.Labels)) return space;
        }

        return cluster.Snapshot.Namespaces.FirstOrDefault(space => selector.IsWellFormed && selector.Matches(cluster.NamespaceLabels(space.Name)));

        Namespace Existing(string name) => new(name, cluster.NamespaceLabels(name));
    }
}
