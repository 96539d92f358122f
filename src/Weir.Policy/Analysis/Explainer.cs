using Weir.Policy.Evaluation;
using Weir.Policy.Model;

namespace Weir.Policy.Analysis;

/// <summary>Says why the evaluator decides as it does.</summary>
public static class Explainer
{
    public static Explanation Explain(PolicyEvaluator evaluator, Flow flow)
    {
        ArgumentNullException.ThrowIfNull(evaluator);
        ArgumentNullException.ThrowIfNull(flow);
        var verdict = evaluator.Evaluate(flow);
        var explanation = new Explanation(
            verdict,
            Explain(evaluator, Direction.Egress, flow, verdict.Egress),
            Explain(evaluator, Direction.Ingress, flow, verdict.Ingress));
        return verdict.IsAllowed ? explanation : explanation with { SmallestChange = SmallestChange.Find(evaluator, explanation) };
    }

    private static DirectionExplanation Explain(PolicyEvaluator evaluator, Direction direction, Flow flow, DirectionVerdict verdict)
    {
        var peer = direction == Direction.Ingress ? flow.Source : flow.Destination;
        var reasons = new Reasons(evaluator);
        var policies = verdict.Selecting.Select(policy => new PolicyExplanation(
            policy,
            [
                .. policy.Rules(direction)!.Value.Select(rule => new RuleExplanation(
                    rule,
                    [.. (rule.Ports ?? []).Select(port => Reasons.Check(port, flow))],
                    [.. (rule.Peers ?? []).Select(candidate => reasons.Check(candidate, peer))])),
            ]));
        return new DirectionExplanation(direction, verdict, [.. policies]);
    }
}
