using System.Diagnostics.CodeAnalysis;

namespace Weir.Policy.Compilation;

/// <summary>
/// A map that remembers, for each key touched since the last <see cref="Commit"/>, what it held then. Changes that cancel each
/// other out leave no trace.
/// </summary>
internal sealed class TrackedMap<TKey, TValue>
    where TKey : notnull
    where TValue : IEquatable<TValue>
{
    private readonly Dictionary<TKey, TValue> current = [];
    private readonly Dictionary<TKey, (bool Had, TValue Old)> touched = [];

    public int Count => current.Count;

    public IReadOnlyDictionary<TKey, TValue> Items => current;

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => current.TryGetValue(key, out value);

    public void Set(TKey key, TValue value)
    {
        var had = current.TryGetValue(key, out var old);
        if (had && value.Equals(old!)) return;

        touched.TryAdd(key, (had, old!));
        current[key] = value;
    }

    public void Remove(TKey key)
    {
        if (current.Remove(key, out var old)) touched.TryAdd(key, (true, old));
    }

    /// <summary>The changes since the last call, each key once, in no particular order.</summary>
    public List<Edit<TKey, TValue>> Commit()
    {
        List<Edit<TKey, TValue>> edits = [];
        foreach (var (key, (had, old)) in touched)
        {
            var has = current.TryGetValue(key, out var now);
            if (had == has && (!had || old.Equals(now!))) continue;

            edits.Add(new Edit<TKey, TValue>(key, had, old, has, now!));
        }

        touched.Clear();
        return edits;
    }
}
