using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Weir.Policy.Model;

/// <summary>Labels, sorted by key and compared by content. Keys and values are case-sensitive (R16).</summary>
public sealed class LabelSet : IEquatable<LabelSet>, IReadOnlyCollection<KeyValuePair<string, string>>
{
    public static readonly LabelSet Empty = new([]);

    private readonly ImmutableArray<KeyValuePair<string, string>> labels;
    private readonly int hash;

    private LabelSet(ImmutableArray<KeyValuePair<string, string>> labels)
    {
        this.labels = labels;
        var code = new HashCode();
        foreach (var (key, value) in labels)
        {
            code.Add(key, StringComparer.Ordinal);
            code.Add(value, StringComparer.Ordinal);
        }

        hash = code.ToHashCode();
    }

    public int Count => labels.Length;

    /// <summary>A later entry replaces an earlier one with the same key.</summary>
    public static LabelSet From(IEnumerable<KeyValuePair<string, string>> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var byKey = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in labels) byKey[key] = value;
        return byKey.Count == 0 ? Empty : new([.. byKey]);
    }

    public static LabelSet Of(params (string Key, string Value)[] labels) =>
        From(labels.Select(label => KeyValuePair.Create(label.Key, label.Value)));

    public LabelSet With(string key, string value) => From([.. labels, KeyValuePair.Create(key, value)]);

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
    {
        // A pod has a handful of labels: a walk beats a hash table.
        foreach (var label in labels)
        {
            if (string.Equals(label.Key, key, StringComparison.Ordinal))
            {
                value = label.Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    public ImmutableArray<KeyValuePair<string, string>>.Enumerator GetEnumerator() => labels.GetEnumerator();

    IEnumerator<KeyValuePair<string, string>> IEnumerable<KeyValuePair<string, string>>.GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, string>>)labels).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable)labels).GetEnumerator();

    public bool Equals(LabelSet? other) =>
        other is not null && (ReferenceEquals(this, other) || (hash == other.hash && labels.AsSpan().SequenceEqual(other.labels.AsSpan())));

    public override bool Equals(object? obj) => Equals(obj as LabelSet);

    public override int GetHashCode() => hash;

    public override string ToString() => string.Join(',', labels.Select(label => $"{label.Key}={label.Value}"));
}
