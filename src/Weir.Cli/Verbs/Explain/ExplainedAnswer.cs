using System.Collections.Immutable;
using Weir.Cli.Asking;
using Weir.Policy.Analysis;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;

namespace Weir.Cli.Verbs.Explain;

/// <summary>An answer, taken apart for the case that it shows.</summary>
internal sealed record ExplainedAnswer(
    Answer Answer, Explanation Explanation, ImmutableArray<OpenChoice> Egress, ImmutableArray<OpenChoice> Ingress)
{
    /// <summary>
    /// Empty where no edit of a NetworkPolicy helps, and for a port that only stands for many: nobody asked for that one.
    /// </summary>
    public ImmutableArray<PolicyChange> SmallestChange => Answer.Shown.Port.IsNamed ? Explanation.SmallestChange : [];

    public static ImmutableArray<ExplainedAnswer> Of(QuestionResult result, PolicyEvaluator evaluator) =>
    [
        .. result.Answers.Select(answer => new ExplainedAnswer(
            answer,
            Explainer.Explain(evaluator, answer.Shown.Flow),
            OpenChoice.Of(evaluator, answer.Shown.Flow, Direction.Egress, answer.Verdict.Egress),
            OpenChoice.Of(evaluator, answer.Shown.Flow, Direction.Ingress, answer.Verdict.Ingress))),
    ];
}
