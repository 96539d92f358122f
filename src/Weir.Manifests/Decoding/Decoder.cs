using Weir.Manifests.Trees;
using Weir.Policy.Model;

namespace Weir.Manifests.Decoding;

/// <summary>Something wrong with one field, found while decoding or checking an object.</summary>
internal sealed record Problem(string Id, string Field, string Message, TreeNode At)
{
    public string? Hint { get; init; }

    /// <summary>Where it is the key that is wrong, not the value.</summary>
    public (int Line, int Column)? Key { get; init; }
}

/// <summary>
/// Decodes one object: keeps the place, and collects what does not fit in the words of the API server's decoder (rule book A.3, A.8).
/// Everything is collected; the server stops at the first.
/// </summary>
internal sealed class Decoder(string? file, TreeNode root)
{
    public FieldPath Path { get; } = new();

    public TreeNode Root { get; } = root;

    public List<Problem> Problems { get; } = [];

    public Source SourceOf(TreeNode node) => new(file, node.Line, node.Column);

    /// <summary>Where a field is written, or what is nearest around it.</summary>
    public Source Locate(string field) => SourceOf(NodePath.Locate(Root, field));

    /// <summary>The object as a struct; the fields inside are read through the result.</summary>
    public StructReader Open(StructType type) => Open(type, Root);

    /// <param name="node">A null scalar reads as the zero value, as in Go.</param>
    public StructReader Open(StructType type, TreeNode node)
    {
        if (node is not MappingNode mapping) return new StructReader(this, type, node);

        foreach (var entry in mapping.Entries)
        {
            if (!type.Knows(entry.Key)) UnknownField(type, entry);
        }

        return new StructReader(this, type, node);
    }

    /// <summary>AT7, AT8: <c>json: cannot unmarshal bool into Go struct field NetworkPolicySpec.spec.ingress of type …</c></summary>
    /// <param name="owner">The struct that holds the field at <see cref="Path"/>.</param>
    /// <param name="what">The JSON type, or <c>number 80.5</c> where the type fits and the value does not.</param>
    public void WrongType(StructType owner, TreeNode node, string goType, string? what = null)
    {
        var field = $"{owner.Name}.{Path.WithoutIndices()}";
        var message = $"json: cannot unmarshal {what ?? node.JsonType} into Go struct field {field} of type {goType}";
        Problems.Add(new Problem(DiagnosticIds.WrongType, Path.ToString(), message, node) { Hint = QuoteHint(node, goType) });
    }

    public void Invalid(TreeNode node, string message) => Problems.Add(new Problem(DiagnosticIds.Invalid, Path.ToString(), message, node));

    /// <summary>AT12: reports each key that its mapping already has, anywhere in the object.</summary>
    public void FindDuplicateKeys() => FindDuplicateKeys(Root, "");

    private void FindDuplicateKeys(TreeNode node, string path)
    {
        if (!node.HasDuplicateKeys) return;

        switch (node)
        {
            case SequenceNode sequence:
                for (var i = 0; i < sequence.Items.Length; i++) FindDuplicateKeys(sequence.Items[i], $"{path}[{i}]");
                break;
            case MappingNode mapping:
                var seen = new HashSet<string>(StringComparer.Ordinal);
                foreach (var entry in mapping.Entries)
                {
                    var field = path.Length == 0 ? entry.Key : $"{path}.{entry.Key}";
                    if (!entry.IsMerged && !seen.Add(entry.Key)) DuplicateKey(field, entry);
                    FindDuplicateKeys(entry.Value, field);
                }

                break;
        }
    }

    private void DuplicateKey(string field, NodeEntry entry) =>
        Problems.Add(new Problem(DiagnosticIds.DuplicateKey, field, $"key \"{entry.Key}\" already set in map", entry.Value)
        {
            Key = (entry.KeyLine, entry.KeyColumn),
            Hint = "the last one counts",
        });

    private void UnknownField(StructType type, NodeEntry entry)
    {
        var field = Path.Of(entry.Key);
        var meant = Spelling.Nearest(entry.Key, type.Fields);
        Problems.Add(new Problem(DiagnosticIds.UnknownField, field, $"unknown field \"{field}\"", entry.Value)
        {
            Key = (entry.KeyLine, entry.KeyColumn),
            Hint = meant is null ? null : $"did you mean \"{meant}\"?",
        });
    }

    private static string? QuoteHint(TreeNode node, string goType) =>
        goType == "string" && node is ScalarNode { Kind: ScalarKind.Boolean or ScalarKind.Number }
            ? "put it in quotes to make it a string"
            : null;
}
