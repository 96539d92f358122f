using Weir.Policy.Model;

namespace Weir.Policy.Analysis.Connections;

/// <summary>The fewest labels that a selector matches.</summary>
internal static class SelectorExample
{
    private const string AnyValue = "any";

    /// <summary>Null: the selector contradicts itself.</summary>
    public static LabelSet? Of(LabelSelector selector)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in selector.MatchLabels) labels[key] = value;

        foreach (var sameKey in selector.MatchExpressions.GroupBy(requirement => requirement.Key))
        {
            if (!labels.ContainsKey(sameKey.Key) && Value([.. sameKey]) is { } value) labels[sameKey.Key] = value;
        }

        var found = LabelSet.From(labels);
        return selector.IsWellFormed && selector.Matches(found) ? found : null;
    }

    /// <summary>Null: the key is best left out.</summary>
    private static string? Value(LabelSelectorRequirement[] requirements)
    {
        var refused = requirements.Where(one => one.ParsedOperator == LabelOperator.NotIn).SelectMany(one => one.Values).ToHashSet();
        var lists = requirements.Where(one => one.ParsedOperator == LabelOperator.In).ToArray();
        if (lists is [var first, ..]) return first.Values.FirstOrDefault(value => !refused.Contains(value) && lists.All(list => list.Values.Contains(value)));
        if (requirements.All(one => one.ParsedOperator != LabelOperator.Exists)) return null;

        var any = AnyValue;
        while (refused.Contains(any)) any += AnyValue;
        return any;
    }
}
