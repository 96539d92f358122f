using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Weir.Manifests.Decoding;
using Weir.Manifests.Trees;
using Weir.Policy.Model;

namespace Weir.Manifests.Specs;

/// <summary>
/// The fields of one mapping of a spec. A field that is there must have a value: null and an empty list are errors, since who wrote them
/// meant something. Whatever cannot be read is reported and comes back as null or empty.
/// </summary>
internal readonly struct SpecFields
{
    private readonly Decoder decoder;
    private readonly MappingNode node;

    private SpecFields(Decoder decoder, MappingNode node)
    {
        this.decoder = decoder;
        this.node = node;
    }

    /// <summary>False, and reported, when the node is no mapping. Unknown keys are reported too.</summary>
    public static bool TryOpen(Decoder decoder, StructType type, TreeNode node, out SpecFields fields)
    {
        fields = default;
        if (node is not MappingNode mapping)
        {
            WrongType(decoder, node, "must be a mapping");
            return false;
        }

        decoder.Open(type, mapping);
        fields = new SpecFields(decoder, mapping);
        return true;
    }

    public bool Has(string field) => node.TryGet(field, out _);

    /// <summary>Null: absent, or reported.</summary>
    public string? Text(string field) => TextAt(field) is { } text ? text.Text : null;

    /// <inheritdoc cref="Text(string)"/>
    public SpecText? TextAt(string field)
    {
        if (!node.TryGet(field, out var value)) return null;
        using (decoder.Path.Enter(field)) return Text(value, numbers: false);
    }

    /// <summary>Null: absent, or reported.</summary>
    public int? Number(string field)
    {
        if (!node.TryGet(field, out var value)) return null;
        if (value is ScalarNode { Kind: ScalarKind.Number, Text: var text }
            && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;

        using (decoder.Path.Enter(field)) WrongType(decoder, value, "must be a whole number");
        return null;
    }

    /// <summary>One text or a list of them. Null: absent, or reported.</summary>
    /// <param name="numbers">A number counts as its text: ports are often written so.</param>
    public EquatableArray<SpecText>? Texts(string field, bool numbers = false)
    {
        if (!node.TryGet(field, out var value)) return null;
        if (value is not SequenceNode list)
        {
            using (decoder.Path.Enter(field)) return Text(value, numbers) is { } only ? [only] : null;
        }

        var texts = ImmutableArray.CreateBuilder<SpecText>(list.Items.Length);
        for (var i = 0; i < list.Items.Length; i++)
        {
            using (decoder.Path.Enter(field, i))
            {
                if (Text(list.Items[i], numbers) is { } text) texts.Add(text);
            }
        }

        if (list.Items.Length > 0) return texts.Count > 0 ? texts.ToImmutable() : null;

        Invalid(field, "must not be an empty list");
        return null;
    }

    /// <summary>A mapping inside this one. Null: absent, or reported.</summary>
    public T? Read<T>(string field, StructType type, Func<SpecFields, T?> read)
        where T : struct
    {
        if (!node.TryGet(field, out var value)) return null;
        using (decoder.Path.Enter(field)) return TryOpen(decoder, type, value, out var fields) ? read(fields) : null;
    }

    public bool TryGetItems(string field, [NotNullWhen(true)] out TreeNode[]? items)
    {
        items = null;
        if (!node.TryGet(field, out var value)) return false;
        if (value is SequenceNode { Items.Length: > 0 } list)
        {
            items = list.Items;
            return true;
        }

        if (value is SequenceNode) Invalid(field, "must not be an empty list");
        else using (decoder.Path.Enter(field)) WrongType(decoder, value, "must be a list");
        return false;
    }

    /// <summary>Reports each field that is not there.</summary>
    public void Require(params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            if (!Has(field)) Invalid(field, "is missing");
        }
    }

    public void Invalid(string field, string message)
    {
        var at = node.TryGet(field, out var value) ? value : node;
        using (decoder.Path.Enter(field)) decoder.Invalid(at, message);
    }

    public Source SourceOf(string field) => decoder.SourceOf(node.TryGet(field, out var value) ? value : node);

    private SpecText? Text(TreeNode value, bool numbers)
    {
        if (value is ScalarNode scalar && (scalar.Kind == ScalarKind.String || (numbers && scalar.Kind == ScalarKind.Number)))
        {
            if (scalar.Text.Length > 0) return new SpecText(scalar.Text, decoder.SourceOf(value));

            decoder.Invalid(value, "must not be empty");
            return null;
        }

        var isUnquoted = value is ScalarNode { Kind: ScalarKind.Boolean or ScalarKind.Number };
        WrongType(decoder, value, "must be a string", isUnquoted ? "put it in quotes" : null);
        return null;
    }

    private static void WrongType(Decoder decoder, TreeNode value, string message, string? hint = null)
    {
        var what = value.IsNull ? "empty" : $"of type {value.JsonType}";
        decoder.Problems.Add(new Problem(DiagnosticIds.WrongType, decoder.Path.ToString(), $"{message}, and is {what}", value) { Hint = hint });
    }
}
