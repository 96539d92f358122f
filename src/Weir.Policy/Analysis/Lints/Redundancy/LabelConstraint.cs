using System.Collections.Immutable;
using Weir.Policy.Model;

namespace Weir.Policy.Analysis.Lints.Redundancy;

/// <summary>
/// What a selector demands of one key: whether it may be absent, and the values that it may have, or with
/// <paramref name="IsComplement"/> those that it may not. Every operator is one of these, and so is what several of them have in common.
/// </summary>
internal readonly record struct LabelConstraint(bool MayBeAbsent, bool IsComplement, ImmutableHashSet<string> Values)
{
    private static readonly ImmutableHashSet<string> None = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Nothing is demanded.</summary>
    public static readonly LabelConstraint Anything = new(true, true, None);

    public bool IsImpossible => !MayBeAbsent && !IsComplement && Values.IsEmpty;

    public static LabelConstraint Value(string value) => new(false, false, None.Add(value));

    public static LabelConstraint Of(LabelSelectorRequirement requirement) => requirement.ParsedOperator switch
    {
        LabelOperator.In => new(false, false, None.Union(requirement.Values)), // R17
        LabelOperator.NotIn => new(true, true, None.Union(requirement.Values)), // R18
        LabelOperator.Exists => new(false, true, None), // R19
        LabelOperator.DoesNotExist => new(true, false, None), // R19
        _ => new(false, false, None), // R22
    };

    public LabelConstraint And(LabelConstraint other)
    {
        var values = (IsComplement, other.IsComplement) switch
        {
            (false, false) => Values.Intersect(other.Values),
            (false, true) => Values.Except(other.Values),
            (true, false) => other.Values.Except(Values),
            (true, true) => Values.Union(other.Values),
        };
        return new(MayBeAbsent && other.MayBeAbsent, IsComplement && other.IsComplement, values);
    }

    /// <summary>Whatever meets this meets the other too.</summary>
    public bool Implies(LabelConstraint other)
    {
        if (MayBeAbsent && !other.MayBeAbsent) return false;

        return (IsComplement, other.IsComplement) switch
        {
            (false, false) => Values.IsSubsetOf(other.Values),
            (false, true) => !Values.Overlaps(other.Values),
            (true, false) => false, // there are always more values than anybody lists
            (true, true) => other.Values.IsSubsetOf(Values),
        };
    }
}
