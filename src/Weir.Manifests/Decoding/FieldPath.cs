using System.Globalization;
using System.Text;

namespace Weir.Manifests.Decoding;

/// <summary>
/// Where in an object a reader or a validator stands. Steps are pushed and popped on the way; text is made only for what goes wrong.
/// </summary>
internal sealed class FieldPath
{
    private readonly List<(string Name, int Index)> steps = [];

    /// <summary>Stands in a field until the result is disposed of.</summary>
    /// <param name="index">The element of a list field; -1 for the field itself.</param>
    public Step Enter(string name, int index = -1)
    {
        steps.Add((name, index));
        return new Step(this);
    }

    /// <summary>As the API server prints fields: <c>spec.ingress[0].from[1].ipBlock.cidr</c>.</summary>
    public override string ToString() => Text(withIndices: true);

    public string Of(string child, int index = -1)
    {
        using (Enter(child, index)) return ToString();
    }

    /// <summary>As Go's JSON decoder prints fields: without indices.</summary>
    public string WithoutIndices() => Text(withIndices: false);

    private string Text(bool withIndices)
    {
        var text = new StringBuilder();
        foreach (var (name, index) in steps)
        {
            if (text.Length > 0) text.Append('.');
            text.Append(name);
            if (withIndices && index >= 0) text.Append(CultureInfo.InvariantCulture, $"[{index}]");
        }

        return text.ToString();
    }

    internal readonly ref struct Step(FieldPath path)
    {
        public void Dispose() => path.steps.RemoveAt(path.steps.Count - 1);
    }
}
