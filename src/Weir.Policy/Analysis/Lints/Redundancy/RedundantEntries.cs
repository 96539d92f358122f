using System.Collections.Immutable;
using Weir.Policy.Model;

namespace Weir.Policy.Analysis.Lints.Redundancy;

/// <summary>Items of one rule's lists that another item of the same list contains.</summary>
internal sealed class RedundantEntries : Lint
{
    public static readonly LintRule Peer = new(
        "WEIR063",
        "peer-contained-in-another",
        LintSeverity.Info,
        "A peer admits nobody that another peer of the same rule does not",
        "Peers of one rule are alternatives, so the narrower one does not limit the wider one. Often the two were meant to be one item.",
        "Put both selectors into one list item if both must hold; else remove the narrower peer.");

    public static readonly LintRule Port = new(
        "WEIR064",
        "port-contained-in-another",
        LintSeverity.Info,
        "A port entry opens nothing that another entry of the same rule does not",
        "Entries of ports are alternatives, so the narrower one does not limit the wider one.",
        "Remove the narrower entry.");

    public override ImmutableArray<LintRule> Rules => [Peer, Port];

    public override IEnumerable<LintFinding> Check(LintWorld world)
    {
        var containment = new Containment();
        foreach (var policy in world.Policies)
        {
            foreach (var rule in policy.Rules)
            {
                var list = Phrase.PeerList(rule);
                foreach (var (inner, outer) in Contained(rule.Peers ?? [], containment.IsWithin))
                {
                    yield return LintFinding.In(Peer, policy, rule, $"{list}[{inner}]", $"adds nothing: {list}[{outer}] admits all that it admits");
                }

                foreach (var (inner, outer) in Contained(rule.Ports ?? [], Containment.IsWithin))
                {
                    yield return LintFinding.In(Port, policy, rule, $"ports[{inner}]", $"adds nothing: ports[{outer}] opens all that it opens");
                }
            }
        }
    }

    /// <summary>Each item with one that contains it. Of two equal ones the later is found, so that all may be removed at once.</summary>
    private static IEnumerable<(int Inner, int Outer)> Contained<T>(EquatableArray<T> items, Func<T, T, bool> isWithin)
    {
        // Lists have no limit in the API, and comparing each with each has a price.
        const int MostItems = 200;
        var count = Math.Min(items.Count, MostItems);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                if (i == j || !isWithin(items[i], items[j]) || (j > i && isWithin(items[j], items[i]))) continue;

                yield return (i, j);
                break;
            }
        }
    }
}
