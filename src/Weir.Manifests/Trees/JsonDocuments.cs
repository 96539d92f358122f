using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Weir.Manifests.Trees;

/// <summary>
/// JSON, faster than as YAML and right about tabs and escapes. Text that merely begins like JSON is left to the YAML reader, which
/// then also words the error.
/// </summary>
internal ref struct JsonDocuments
{
    private readonly ReadOnlySpan<byte> bytes;
    private readonly NodeBudget budget;
    private Utf8JsonReader reader;

    // The position of the last token, moved forward from token to token.
    private int offset;
    private int line = 1;
    private int column = 1;

    private JsonDocuments(ReadOnlySpan<byte> bytes, NodeBudget budget, int depth)
    {
        this.bytes = bytes;
        this.budget = budget;
        reader = new Utf8JsonReader(bytes, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = depth + 1 });
    }

    /// <summary>True when the whole text is JSON: one value, or several one after another.</summary>
    /// <exception cref="ReadException">A limit is reached.</exception>
    public static bool TryRead(ReadOnlySpan<byte> bytes, ManifestLimits limits, List<TreeNode> documents)
    {
        if (bytes.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..]) return false;

        var json = new JsonDocuments(bytes, new NodeBudget(limits), limits.Depth);
        try
        {
            while (json.reader.Read()) documents.Add(json.ReadValue(1));
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string with half a surrogate pair.
            documents.Clear();
            return false;
        }
    }

    private TreeNode ReadValue(int depth)
    {
        MoveTo((int)reader.TokenStartIndex);
        budget.Spend(1, line, column);
        var (startLine, startColumn) = (line, column);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                budget.Enter(depth, line, column);
                return new MappingNode(ReadEntries(depth), startLine, startColumn);
            case JsonTokenType.StartArray:
                budget.Enter(depth, line, column);
                var items = new List<TreeNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(ReadValue(depth + 1));
                return new SequenceNode([.. items], startLine, startColumn);
            case JsonTokenType.String:
                return new ScalarNode(ScalarKind.String, reader.GetString()!, line, column);
            case JsonTokenType.Number:
                return new ScalarNode(ScalarKind.Number, NumberText(), line, column);
            case JsonTokenType.True:
                return new ScalarNode(ScalarKind.Boolean, "true", line, column);
            case JsonTokenType.False:
                return new ScalarNode(ScalarKind.Boolean, "false", line, column);
            default:
                return new ScalarNode(ScalarKind.Null, "", line, column);
        }
    }

    private NodeEntry[] ReadEntries(int depth)
    {
        var entries = new List<NodeEntry>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            MoveTo((int)reader.TokenStartIndex);
            var (keyLine, keyColumn) = (line, column);
            var key = reader.GetString()!;
            reader.Read();
            entries.Add(new NodeEntry(key, ReadValue(depth + 1), keyLine, keyColumn));
        }

        return [.. entries];
    }

    private readonly string NumberText()
    {
        if (reader.TryGetInt64(out var integer)) return integer.ToString(CultureInfo.InvariantCulture);
        return reader.TryGetDouble(out var number) && double.IsFinite(number)
            ? JsonNumber.Format(number)
            : Encoding.UTF8.GetString(reader.ValueSpan);
    }

    private void MoveTo(int target)
    {
        foreach (var b in bytes[offset..target])
        {
            if (b == (byte)'\n')
            {
                line++;
                column = 1;
            }
            else if ((b & 0xC0) != 0x80)
            {
                // A character's first byte.
                column++;
            }
        }

        offset = target;
    }
}
