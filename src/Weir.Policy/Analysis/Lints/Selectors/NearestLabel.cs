using Weir.Policy.Model;

namespace Weir.Policy.Analysis.Lints.Selectors;

/// <summary>For a selector that matches nothing: the label that is there and was perhaps meant.</summary>
internal static class NearestLabel
{
    /// <summary>A clause for the end of a message; null when nothing comes near.</summary>
    public static string? Hint(LabelSelector selector, IReadOnlyCollection<KeyValuePair<string, string>> labels)
    {
        foreach (var (key, value) in Wanted(selector))
        {
            if (labels.Any(label => label.Key == key && label.Value == value)) continue;

            if (Nearest(key, value, labels) is { } near) return $"did you mean {near}?";
        }

        // Each label is there, but not all of them on one.
        return null;
    }

    private static string? Nearest(string key, string value, IReadOnlyCollection<KeyValuePair<string, string>> labels)
    {
        var text = $"{key}={value}";
        var near = Spelling.Nearest(text, labels.Select(label => $"{label.Key}={label.Value}"));
        if (near is not null) return near;

        // The key is right and the value is nothing like it: what there is to choose from is still worth saying.
        var values = labels.Where(label => label.Key == key).Select(label => label.Value).Order(StringComparer.Ordinal).Take(3).ToArray();
        if (values.Length > 0) return string.Join(" or ", values.Select(other => $"{key}={other}"));

        return labels.Where(label => label.Value == value && value.Length > 0).Select(label => $"{label.Key}={label.Value}").FirstOrDefault();
    }

    private static IEnumerable<(string Key, string Value)> Wanted(LabelSelector selector)
    {
        foreach (var (key, value) in selector.MatchLabels) yield return (key, value);

        foreach (var requirement in selector.MatchExpressions)
        {
            if (requirement.ParsedOperator != LabelOperator.In) continue;

            foreach (var value in requirement.Values) yield return (requirement.Key, value);
        }
    }
}
