using Weir.Policy.Model;

namespace Weir.Policy.Compilation;

/// <summary>
/// Selectors, to be asked "which of you match these labels?". A selector that demands a value is filed under one such
/// (key, value), so that only selectors with a chance are tried.
/// </summary>
internal sealed class SelectorIndex<T>
    where T : notnull
{
    private readonly Dictionary<(string Key, string Value), Dictionary<T, LabelSelector>> byLabel = [];
    private readonly Dictionary<T, LabelSelector> others = [];

    public void Add(LabelSelector selector, T item)
    {
        if (Label(selector) is not { } label)
        {
            others[item] = selector;
            return;
        }

        if (!byLabel.TryGetValue(label, out var items)) byLabel[label] = items = [];
        items[item] = selector;
    }

    public void Remove(LabelSelector selector, T item)
    {
        if (Label(selector) is not { } label)
        {
            others.Remove(item);
            return;
        }

        if (!byLabel.TryGetValue(label, out var items)) return;

        items.Remove(item);
        if (items.Count == 0) byLabel.Remove(label);
    }

    /// <summary>Adds the items whose selector matches to <paramref name="matches"/>.</summary>
    public void Match(LabelSet labels, List<T> matches)
    {
        Match(others, labels, matches);
        foreach (var (key, value) in labels)
        {
            if (byLabel.TryGetValue((key, value), out var items)) Match(items, labels, matches);
        }
    }

    private static void Match(Dictionary<T, LabelSelector> items, LabelSet labels, List<T> matches)
    {
        foreach (var (item, selector) in items)
        {
            if (selector.IsWellFormed && selector.Matches(labels)) matches.Add(item);
        }
    }

    /// <summary>A label that every match must carry, if the selector demands one.</summary>
    private static (string Key, string Value)? Label(LabelSelector selector)
    {
        foreach (var (key, value) in selector.MatchLabels) return (key, value);

        foreach (var requirement in selector.MatchExpressions)
        {
            if (requirement.ParsedOperator == LabelOperator.In && requirement.Values is [var only]) return (requirement.Key, only);
        }

        return null;
    }
}
