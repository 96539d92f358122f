using System.Globalization;

namespace Weir.Manifests.Trees;

/// <summary>What one file has used of its limits.</summary>
internal sealed class NodeBudget(ManifestLimits limits)
{
    private long nodes;
    private int aliases;

    /// <summary>Called as each mapping or sequence begins; its depth is 1 at the root.</summary>
    public void Enter(int depth, int line, int column)
    {
        if (depth <= limits.Depth) return;
        throw new ReadException(DiagnosticIds.Limit, Text($"nested deeper than {limits.Depth} levels"), line, column);
    }

    public void Spend(long count, int line, int column)
    {
        nodes += count;
        if (nodes <= limits.Nodes) return;

        var message = Text($"more than {limits.Nodes} values, each alias counted as all that it stands for");
        throw new ReadException(DiagnosticIds.Limit, message, line, column) { EndsFile = true };
    }

    public void SpendAlias(int line, int column)
    {
        if (++aliases <= limits.Aliases) return;

        throw new ReadException(DiagnosticIds.Limit, Text($"more than {limits.Aliases} aliases"), line, column) { EndsFile = true };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
