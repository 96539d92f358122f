using System.Collections.Frozen;
using Weir.Policy.Model;

namespace Weir.Policy.Analysis.Lints.Redundancy;

/// <summary>A selector as one constraint for each key, so that selectors can be compared for every cluster there could be.</summary>
internal sealed class SelectorMeaning
{
    private readonly FrozenDictionary<string, LabelConstraint> constraints;

    private SelectorMeaning(Dictionary<string, LabelConstraint> constraints)
    {
        this.constraints = constraints.ToFrozenDictionary(StringComparer.Ordinal);
        IsImpossible = constraints.Values.Any(constraint => constraint.IsImpossible);
    }

    /// <summary>It contradicts itself: no labels can ever match (R21).</summary>
    public bool IsImpossible { get; }

    /// <summary>The labels that every match must carry.</summary>
    public IEnumerable<(string Key, string Value)> Demanded
    {
        get
        {
            foreach (var (key, constraint) in constraints)
            {
                if (constraint is { MayBeAbsent: false, IsComplement: false, Values.Count: 1 }) yield return (key, constraint.Values.First());
            }
        }
    }

    public static SelectorMeaning Of(LabelSelector selector)
    {
        Dictionary<string, LabelConstraint> constraints = new(StringComparer.Ordinal);
        foreach (var (key, value) in selector.MatchLabels) Add(key, LabelConstraint.Value(value));
        foreach (var requirement in selector.MatchExpressions) Add(requirement.Key, LabelConstraint.Of(requirement));
        return new(constraints);

        void Add(string key, LabelConstraint constraint) =>
            constraints[key] = constraints.TryGetValue(key, out var known) ? known.And(constraint) : constraint;
    }

    /// <summary>Whatever this matches the other matches too. Exact, but for selectors that match nothing: those imply nothing here.</summary>
    public bool Implies(SelectorMeaning other)
    {
        if (IsImpossible || other.IsImpossible) return false;

        foreach (var (key, wanted) in other.constraints)
        {
            if (!constraints.GetValueOrDefault(key, LabelConstraint.Anything).Implies(wanted)) return false;
        }

        return true;
    }
}
