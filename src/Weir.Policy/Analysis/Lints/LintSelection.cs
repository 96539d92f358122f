using System.Collections.Frozen;

namespace Weir.Policy.Analysis.Lints;

/// <summary>Which lints somebody wants to hear of: all, all but some, or only some.</summary>
public sealed class LintSelection
{
    public static readonly LintSelection All = new([], isOnly: false);

    private readonly FrozenSet<string> ids;
    private readonly bool isOnly;

    private LintSelection(IEnumerable<string> ids, bool isOnly)
    {
        this.ids = ids.ToFrozenSet(StringComparer.Ordinal);
        this.isOnly = isOnly;
    }

    public static LintSelection Only(IEnumerable<string> ids) => new(ids, isOnly: true);

    public static LintSelection Without(IEnumerable<string> ids) => new(ids, isOnly: false);

    public bool Includes(LintRule lint)
    {
        ArgumentNullException.ThrowIfNull(lint);
        return ids.Contains(lint.Id) == isOnly;
    }
}
