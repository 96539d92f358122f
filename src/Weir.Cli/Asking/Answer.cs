using System.Collections.Immutable;
using Weir.Cli.Endpoints;
using Weir.Policy.Addresses;
using Weir.Policy.Evaluation;
using Weir.Policy.Ports;
using Weir.Policy.Resolution;

namespace Weir.Cli.Asking;

/// <summary>One verdict with one reason, and all the cases that it holds for.</summary>
/// <param name="Shown">The case to show: a port that somebody named says more than one that only stands for many.</param>
/// <param name="Verdict">Of the shown case; the others' differ at most in their ends and in which policies select them.</param>
internal sealed record Answer(Case Shown, FlowVerdict Verdict, ImmutableArray<Case> Cases)
{
    public bool IsAllowed => Verdict.IsAllowed;

    public IReadOnlyList<End> Sources => [.. Cases.Select(one => one.Source).Distinct()];

    public IReadOnlyList<End> Destinations => [.. Cases.Select(one => one.Destination).Distinct()];

    /// <summary>None where no end has an address.</summary>
    public IReadOnlyList<IPFamily> Families =>
        [.. Cases.Select(one => (one.Flow.Source.Address ?? one.Flow.Destination.Address)?.Family).OfType<IPFamily>().Distinct().Order()];

    public PortSet Ports => Cases.Aggregate(PortSet.None, (set, one) => set.Union(one.Port.Set));

    /// <summary>For the same ends, the answer for the most ports comes last: it is the one for the others.</summary>
    public static ImmutableArray<Answer> Of(PolicyEvaluator evaluator, IEnumerable<Case> cases) =>
    [
        .. cases.Select(one => (Case: one, Verdict: evaluator.Evaluate(one.Flow)))
            .GroupBy(pair => (Key(pair.Verdict.Egress), Key(pair.Verdict.Ingress)))
            .Select(group =>
            {
                var (shown, verdict) = group.OrderByDescending(pair => pair.Case.Port.IsNamed).First();
                return new Answer(shown, verdict, [.. group.Select(pair => pair.Case)]);
            })
            .GroupBy(answer => (answer.Cases[0].Source, answer.Cases[0].Destination))
            .SelectMany(sameEnds => sameEnds.OrderBy(answer => PortText.Count(answer.Ports))),
    ];

    private static (Verdict Verdict, VerdictReason Reason, RuleRef? Rule) Key(DirectionVerdict verdict) =>
        (verdict.Verdict, verdict.Reason, verdict.Rule?.Ref);
}
