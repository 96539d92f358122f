namespace Weir.Manifests.Decoding;

/// <summary>A struct of the API by its Go name, which error texts show, with the keys that it knows.</summary>
/// <param name="fields">All JSON keys of the struct; none when we read only part of it, so that unknown keys cannot be told.</param>
internal sealed class StructType(string name, params string[] fields)
{
    public string Name { get; } = name;

    public string GoType { get; } = $"v1.{name}";

    public string GoListType { get; } = $"[]v1.{name}";

    public IReadOnlyList<string> Fields => fields;

    public bool Knows(string key)
    {
        if (fields.Length == 0) return true;

        // A handful of short names: a walk beats a hash table.
        foreach (var field in fields)
        {
            if (string.Equals(field, key, StringComparison.Ordinal)) return true;
        }

        return false;
    }
}
