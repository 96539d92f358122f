using System.Collections.Immutable;

namespace Weir.Policy.Analysis.Lints;

/// <summary>Looks for one thing, or for a few that exclude each other.</summary>
internal abstract class Lint
{
    /// <summary>What it may find.</summary>
    public abstract ImmutableArray<LintRule> Rules { get; }

    public abstract IEnumerable<LintFinding> Check(LintWorld world);
}
