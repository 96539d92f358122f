using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Weir.Manifests.Trees;
using Weir.Policy.Model;

namespace Weir.Manifests.Decoding;

/// <summary>
/// Reads the fields of one struct by name. A field that is absent or null reads as the zero value; one of a wrong JSON type does too,
/// and is reported. Read fields in alphabetical order: the server reports the first that does not fit, and its JSON is sorted.
/// </summary>
internal readonly struct StructReader(Decoder decoder, StructType type, TreeNode node)
{
    public Source Source => decoder.SourceOf(node);

    public Decoder Decoder => decoder;

    /// <summary>The field's node; false when it is absent or null.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out TreeNode? value)
    {
        value = null;
        return node is MappingNode mapping && mapping.TryGet(name, out value) && !value.IsNull;
    }

    public string String(string name, string goType = "string") => OptionalString(name, goType) ?? "";

    /// <summary>Null tells an absent field from an empty one.</summary>
    public string? OptionalString(string name, string goType = "string")
    {
        if (!TryGet(name, out var value)) return null;
        using (decoder.Path.Enter(name)) return Text(value, goType);
    }

    public bool Boolean(string name)
    {
        if (!TryGet(name, out var value)) return false;
        if (value is ScalarNode { Kind: ScalarKind.Boolean } scalar) return scalar.Text == "true";

        using (decoder.Path.Enter(name)) decoder.WrongType(type, value, "bool");
        return false;
    }

    public int? Int32(string name)
    {
        if (!TryGet(name, out var value)) return null;
        using (decoder.Path.Enter(name)) return Number(value);
    }

    /// <summary>AT5: a string is a name, whatever it spells.</summary>
    public IntOrString? IntOrString(string name)
    {
        if (!TryGet(name, out var value)) return null;
        if (value is ScalarNode { Kind: ScalarKind.String } text) return text.Text;

        using (decoder.Path.Enter(name)) return Number(value) is { } number ? number : null;
    }

    /// <summary>AT10: a null value is an empty string.</summary>
    public LabelSet StringMap(string name)
    {
        if (!TryGet(name, out var value)) return LabelSet.Empty;

        using var step = decoder.Path.Enter(name);
        if (value is not MappingNode mapping)
        {
            decoder.WrongType(type, value, "map[string]string");
            return LabelSet.Empty;
        }

        var pairs = new KeyValuePair<string, string>[mapping.Entries.Length];
        for (var i = 0; i < pairs.Length; i++)
        {
            var entry = mapping.Entries[i];
            pairs[i] = KeyValuePair.Create(entry.Key, Text(entry.Value, "string") ?? "");
        }

        return LabelSet.From(pairs);
    }

    /// <summary>AT11, AT14: a null element is an empty string.</summary>
    public EquatableArray<string> Strings(string name, string goType = "string")
    {
        var items = Items(name, $"[]{goType}");
        if (items.Length == 0) return default;

        var texts = ImmutableArray.CreateBuilder<string>(items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            using (decoder.Path.Enter(name, i)) texts.Add(Text(items[i], goType) ?? "");
        }

        return texts.MoveToImmutable();
    }

    /// <summary>A struct that is not a pointer in Go: absent reads as the zero value (AT15, AT16).</summary>
    public T Struct<T>(string name, StructType of, Func<StructReader, T> read)
    {
        var value = TryGet(name, out var present) ? present : new ScalarNode(ScalarKind.Null, "", node.Line, node.Column);
        using (decoder.Path.Enter(name)) return Read(value, of, read);
    }

    /// <summary>A pointer to a struct: absent is not the same as empty.</summary>
    public T? Optional<T>(string name, StructType of, Func<StructReader, T> read)
        where T : class
    {
        if (!TryGet(name, out var value)) return null;
        using (decoder.Path.Enter(name)) return Read(value, of, read);
    }

    /// <summary>AT1 to AT4: an absent list is empty, and a null element is the zero value.</summary>
    public EquatableArray<T> List<T>(string name, StructType of, Func<StructReader, T> read)
    {
        var items = Items(name, of.GoListType);
        if (items.Length == 0) return default;

        var list = ImmutableArray.CreateBuilder<T>(items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            using (decoder.Path.Enter(name, i)) list.Add(Read(items[i], of, read));
        }

        return list.MoveToImmutable();
    }

    /// <summary>Reports something about a field of this struct.</summary>
    /// <param name="index">The element, for a list field.</param>
    public void Invalid(string name, string message, int index = -1)
    {
        var at = TryGet(name, out var value) ? value : node;
        if (index >= 0 && at is SequenceNode sequence) at = sequence.Items[index];
        using (decoder.Path.Enter(name, index)) decoder.Invalid(at, message);
    }

    private T Read<T>(TreeNode value, StructType of, Func<StructReader, T> read)
    {
        if (value is not MappingNode && !value.IsNull) decoder.WrongType(type, value, of.GoType);
        return read(decoder.Open(of, value));
    }

    private TreeNode[] Items(string name, string goType)
    {
        if (!TryGet(name, out var value)) return [];
        if (value is SequenceNode sequence) return sequence.Items;

        using (decoder.Path.Enter(name)) decoder.WrongType(type, value, goType);
        return [];
    }

    private string? Text(TreeNode value, string goType)
    {
        if (value is ScalarNode { Kind: ScalarKind.String } scalar) return scalar.Text;
        if (!value.IsNull) decoder.WrongType(type, value, goType);
        return null;
    }

    private int? Number(TreeNode value)
    {
        if (value is not ScalarNode { Kind: ScalarKind.Number } scalar)
        {
            decoder.WrongType(type, value, "int32");
            return null;
        }

        if (int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;

        decoder.WrongType(type, value, "int32", $"number {scalar.Text}");
        return null;
    }
}
