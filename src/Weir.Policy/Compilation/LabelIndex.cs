using Weir.Policy.Model;

namespace Weir.Policy.Compilation;

/// <summary>Labelled things, to be asked "which of you might this selector match?". The mirror of <see cref="SelectorIndex{T}"/>.</summary>
internal sealed class LabelIndex<T>
    where T : notnull
{
    private readonly HashSet<T> all = [];
    private readonly Dictionary<(string Key, string Value), HashSet<T>> byLabel = [];

    public IReadOnlyCollection<T> All => all;

    public void Add(LabelSet labels, T item)
    {
        all.Add(item);
        foreach (var (key, value) in labels)
        {
            if (!byLabel.TryGetValue((key, value), out var items)) byLabel[(key, value)] = items = [];
            items.Add(item);
        }
    }

    public void Remove(LabelSet labels, T item)
    {
        all.Remove(item);
        foreach (var (key, value) in labels)
        {
            if (!byLabel.TryGetValue((key, value), out var items)) continue;

            items.Remove(item);
            if (items.Count == 0) byLabel.Remove((key, value));
        }
    }

    /// <summary>A superset of the matches, as small as one demanded label makes it. The caller tests the selector itself.</summary>
    public IReadOnlyCollection<T> Candidates(LabelSelector selector)
    {
        IReadOnlyCollection<T> best = all;
        foreach (var (key, value) in selector.MatchLabels) best = Smaller(best, key, value);

        foreach (var requirement in selector.MatchExpressions)
        {
            if (requirement.ParsedOperator == LabelOperator.In && requirement.Values is [var only]) best = Smaller(best, requirement.Key, only);
        }

        return best;
    }

    private IReadOnlyCollection<T> Smaller(IReadOnlyCollection<T> best, string key, string value)
    {
        if (!byLabel.TryGetValue((key, value), out var items)) return [];
        return items.Count < best.Count ? items : best;
    }
}
