using System.Diagnostics.CodeAnalysis;

namespace Weir.Manifests.Trees;

/// <summary>A value of the input as JSON sees it, and where it is written. Aliases share nodes: a graph without cycles.</summary>
internal abstract class TreeNode(int line, int column)
{
    /// <summary>From 1.</summary>
    public int Line { get; } = line;

    /// <summary>From 1, in characters.</summary>
    public int Column { get; } = column;

    /// <summary>Number of nodes from here down, aliases expanded.</summary>
    public long Size { get; protected init; } = 1;

    /// <summary>Here or below, a mapping has a key twice.</summary>
    public bool HasDuplicateKeys { get; protected init; }

    /// <summary>Here or below is something that JSON cannot hold, and this says what. It matters only to an object that is read.</summary>
    public ReadException? Flaw { get; protected init; }

    /// <summary>The word of Go's JSON decoder: object, array, string, number, bool or null.</summary>
    public abstract string JsonType { get; }

    public bool IsNull => this is ScalarNode { Kind: ScalarKind.Null };
}

internal enum ScalarKind : byte
{
    Null = 0,
    Boolean,
    Number,
    String,
}

/// <param name="text">The text of a string, <c>true</c> or <c>false</c>, or the number as JSON writes it.</param>
internal sealed class ScalarNode(ScalarKind kind, string text, int line, int column) : TreeNode(line, column)
{
    public ScalarKind Kind { get; } = kind;

    public string Text { get; } = text;

    public override string JsonType => Kind switch
    {
        ScalarKind.Boolean => "bool",
        ScalarKind.Number => "number",
        ScalarKind.String => "string",
        _ => "null",
    };
}

internal sealed class SequenceNode : TreeNode
{
    public SequenceNode(TreeNode[] items, int line, int column)
        : base(line, column)
    {
        Items = items;
        foreach (var item in items)
        {
            Size += item.Size;
            HasDuplicateKeys |= item.HasDuplicateKeys;
            Flaw ??= item.Flaw;
        }
    }

    public TreeNode[] Items { get; }

    public override string JsonType => "array";
}

internal readonly record struct NodeEntry(string Key, TreeNode Value, int KeyLine, int KeyColumn, bool IsMerged = false);

internal sealed class MappingNode : TreeNode
{
    // Up to this many keys, comparing each with each is cheaper than a set.
    private const int FewKeys = 12;

    public MappingNode(NodeEntry[] entries, int line, int column, ReadException? flaw = null)
        : base(line, column)
    {
        Entries = entries;
        Flaw = flaw;
        foreach (var entry in entries)
        {
            Size += entry.Value.Size;
            HasDuplicateKeys |= entry.Value.HasDuplicateKeys;
            Flaw ??= entry.Value.Flaw;
        }

        HasDuplicateKeys |= RepeatsKey(entries);
    }

    /// <summary>In the order of the text. Where a key occurs twice the later entry counts (AT12).</summary>
    public NodeEntry[] Entries { get; }

    public override string JsonType => "object";

    public bool TryGet(string key, [NotNullWhen(true)] out TreeNode? value)
    {
        for (var i = Entries.Length - 1; i >= 0; i--)
        {
            if (!string.Equals(Entries[i].Key, key, StringComparison.Ordinal)) continue;

            value = Entries[i].Value;
            return true;
        }

        value = null;
        return false;
    }

    /// <summary>Merged entries do not count: they are meant to be overridden.</summary>
    private static bool RepeatsKey(NodeEntry[] entries)
    {
        if (entries.Length > FewKeys)
        {
            var seen = new HashSet<string>(entries.Length, StringComparer.Ordinal);
            return entries.Any(entry => !entry.IsMerged && !seen.Add(entry.Key));
        }

        for (var i = 1; i < entries.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (!entries[i].IsMerged && !entries[j].IsMerged && string.Equals(entries[i].Key, entries[j].Key, StringComparison.Ordinal))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
