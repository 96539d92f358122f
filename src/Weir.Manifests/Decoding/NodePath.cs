using System.Globalization;
using Weir.Manifests.Trees;

namespace Weir.Manifests.Decoding;

/// <summary>Finds the node of a field path, for a validator that knows paths only.</summary>
internal static class NodePath
{
    /// <summary>
    /// The node at the path, or its nearest ancestor that was written. Paths are the server's: <c>spec.ingress[0].from[1].ipBlock.cidr</c>;
    /// it never prints a step for a map's key.
    /// </summary>
    public static TreeNode Locate(TreeNode root, string path)
    {
        var node = root;
        foreach (var range in path.AsSpan().Split('.'))
        {
            var step = path.AsSpan(range);
            var bracket = step.IndexOf('[');
            var name = bracket < 0 ? step : step[..bracket];
            if (node is not MappingNode mapping || !mapping.TryGet(name.ToString(), out var value)) return node;

            node = value;
            if (bracket < 0) continue;

            var index = int.Parse(step[(bracket + 1)..^1], CultureInfo.InvariantCulture);
            if (node is not SequenceNode sequence || index >= sequence.Items.Length) return node;

            node = sequence.Items[index];
        }

        return node;
    }
}
