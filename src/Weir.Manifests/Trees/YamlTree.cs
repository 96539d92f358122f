using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Weir.Manifests.Trees;

/// <summary>Builds the tree of one document from parser events. Limits are checked as the events arrive.</summary>
internal sealed class YamlTree(YamlEvents events, NodeBudget budget)
{
    // Null while the anchored node is being read: an alias to it there would contain itself.
    private readonly Dictionary<string, TreeNode?> anchors = new(StringComparer.Ordinal);

    /// <summary>Reads the node that begins at the current event, and leaves the events on its last one.</summary>
    public TreeNode Read(int depth = 1)
    {
        switch (events.Current)
        {
            case Scalar scalar:
                return Anchored(scalar, ReadScalar(scalar));
            case AnchorAlias alias:
                return Resolve(alias);
            case SequenceStart start:
                Begin(start, depth);
                return Anchored(start, ReadSequence(start, depth));
            case MappingStart start:
                Begin(start, depth);
                return Anchored(start, ReadMapping(start, depth));
            case { } other:
                // In nonsense the parser can lose the value of a key.
                throw Syntax($"not YAML: a value is missing", other);
            default:
                throw new ReadException(DiagnosticIds.Syntax, "not YAML: the text ends too early", 1, 1);
        }
    }

    private void Begin(NodeEvent start, int depth)
    {
        var (line, column) = events.At(start);
        budget.Enter(depth, line, column);
        if (!start.Anchor.IsEmpty) anchors[start.Anchor.Value] = null;
    }

    private TreeNode Anchored(NodeEvent start, TreeNode node)
    {
        budget.Spend(1, node.Line, node.Column);
        if (!start.Anchor.IsEmpty) anchors[start.Anchor.Value] = node;
        return node;
    }

    private TreeNode Resolve(AnchorAlias alias)
    {
        var (line, column) = events.At(alias);
        budget.SpendAlias(line, column);
        if (!anchors.TryGetValue(alias.Value.Value, out var node)) throw Syntax($"unknown anchor '{alias.Value}' referenced", alias);
        if (node is null) throw Syntax($"anchor '{alias.Value}' value contains itself", alias);

        budget.Spend(node.Size, line, column);
        return node;
    }

    private ScalarNode ReadScalar(Scalar scalar)
    {
        var (line, column) = events.At(scalar);

        // A quoted scalar and one with a foreign tag are strings; !!int and its like ask for the meaning of the plain text.
        var isPlain = scalar.Tag.IsEmpty ? scalar.Style == ScalarStyle.Plain : !scalar.Tag.IsNonSpecific && IsResolvable(scalar.Tag.Value);
        var (kind, text) = isPlain ? YamlScalar.Resolve(scalar.Value) : (ScalarKind.String, scalar.Value);
        return new ScalarNode(kind, text, line, column);
    }

    private SequenceNode ReadSequence(SequenceStart start, int depth)
    {
        var items = new List<TreeNode>();
        while (Next() is not SequenceEnd) items.Add(Read(depth + 1));

        var (line, column) = events.At(start);
        return new SequenceNode([.. items], line, column);
    }

    private MappingNode ReadMapping(MappingStart start, int depth)
    {
        var entries = new List<NodeEntry>();
        ReadException? flaw = null;
        while (Next() is not MappingEnd)
        {
            var keyEvent = events.Current!;
            var key = Read(depth + 1);
            var isMerge = keyEvent is Scalar { Value: "<<", Style: ScalarStyle.Plain, Tag.IsEmpty: true };
            Next();
            var value = Read(depth + 1);

            if (isMerge)
            {
                Merge(value, entries, keyEvent);
            }
            else if (key is ScalarNode { Kind: not ScalarKind.Null } text)
            {
                // AT9: JSON has string keys only, so "on" becomes "true".
                entries.Add(new NodeEntry(text.Text, value, key.Line, key.Column));
            }
            else
            {
                var what = key.IsNull ? "null" : key is SequenceNode ? "a sequence" : "a mapping";
                flaw ??= Syntax($"a mapping key cannot be {what}", keyEvent);
            }
        }

        var (startLine, startColumn) = events.At(start);
        return new MappingNode([.. entries], startLine, startColumn, flaw);
    }

    /// <summary>As kubectl's library does it: a key after the merge overrides it, one before does not; the first source wins.</summary>
    private void Merge(TreeNode value, List<NodeEntry> entries, ParsingEvent key)
    {
        switch (value)
        {
            case MappingNode mapping:
                foreach (var entry in mapping.Entries) entries.Add(entry with { IsMerged = true });
                break;
            case SequenceNode sequence when sequence.Items.All(item => item is MappingNode):
                foreach (var item in sequence.Items.Reverse()) Merge(item, entries, key);
                break;
            default:
                throw Syntax($"map merge requires map or sequence of maps as the value", key);
        }
    }

    private ParsingEvent? Next()
    {
        events.MoveNext();
        return events.Current;
    }

    private ReadException Syntax(FormattableString message, ParsingEvent at)
    {
        var (line, column) = events.At(at);
        return new ReadException(DiagnosticIds.Syntax, message.ToString(CultureInfo.InvariantCulture), line, column);
    }

    private static bool IsResolvable(string tag) => tag is
        "tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" or "tag:yaml.org,2002:bool" or "tag:yaml.org,2002:null";
}
