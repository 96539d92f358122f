using System.Collections.Immutable;
using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Policy.Compilation;

/// <summary>The pod predicates in force, to be asked which of them match a group.</summary>
internal sealed class PredicateIndex
{
    private readonly Dictionary<string, SelectorIndex<Predicate>> byNamespace = [];
    private readonly SelectorIndex<Predicate> others = new();

    public void Change(Predicate predicate, PodMatcher matcher, bool add)
    {
        var index = others;
        if (matcher.Namespace is { } name && !byNamespace.TryGetValue(name, out index)) byNamespace[name] = index = new();

        if (add) index.Add(matcher.Pods, predicate);
        else index.Remove(matcher.Pods, predicate);
    }

    /// <summary>Their numbers, ascending.</summary>
    public ImmutableArray<int> Matching(PodGroupKey pods, LabelSet namespaceLabels)
    {
        List<Predicate> matches = [];
        if (byNamespace.TryGetValue(pods.Namespace, out var local)) local.Match(pods.Labels, matches);
        others.Match(pods.Labels, matches);

        var numbers = ImmutableArray.CreateBuilder<int>(matches.Count);
        foreach (var predicate in matches)
        {
            if (((PodPeer)predicate.Peer).Pods.MatchesNamespace(pods.Namespace, namespaceLabels)) numbers.Add(predicate.Id);
        }

        numbers.Sort();
        return numbers.ToImmutable();
    }
}
