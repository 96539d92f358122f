using Weir.Cli.Output;
using Weir.Cli.Verbs.Explain;
using Weir.Manifests.Specs;
using Weir.Policy.Evaluation;

namespace Weir.Cli.Verbs.Test;

/// <summary><c>weir test -o json</c>.</summary>
/// <param name="Skipped">What of the manifests the verdicts do not take in.</param>
internal sealed record TestDocument(
    string Schema, int Passed, int Failed, int NotEvaluated, IReadOnlyList<TestJson> Tests, IReadOnlyList<SkippedJson> Skipped)
{
    public static TestDocument Of(TestRun run) => new(
        TestSpecReader.ApiVersion,
        run.Passed,
        run.Failed,
        run.NotEvaluated,
        [.. run.Rows.Select(row => TestJson.Of(row, run.Evaluator))],
        SkippedJson.Of(run.Input.Skipped));
}

/// <param name="Ports">Null: every port.</param>
/// <param name="Outcome">passed, failed, or notEvaluated.</param>
/// <param name="Connections">How many were asked for.</param>
internal sealed record TestJson(
    string Name,
    string File,
    int? Line,
    IReadOnlyList<string> From,
    IReadOnlyList<string> To,
    IReadOnlyList<string>? Ports,
    string Expect,
    string Outcome,
    int Connections,
    IReadOnlyList<FailureJson> Failures,
    IReadOnlyList<ProblemJson> Problems,
    IReadOnlyList<string> Notes)
{
    public static TestJson Of(RowResult row, PolicyEvaluator evaluator) => new(
        row.Name,
        row.File,
        PolicyJson.LineOf(row.Row.Source),
        [.. row.Row.From.Select(end => end.Text)],
        [.. row.Row.To.Select(end => end.Text)],
        row.Row.Ports is { } ports ? [.. ports.Select(port => port.Text)] : null,
        row.Expected,
        row.Outcome switch { RowOutcome.Passed => "passed", RowOutcome.Failed => "failed", _ => "notEvaluated" },
        row.Connections,
        [.. row.Contradictions.Select((wrong, index) => FailureJson.Of(wrong, index < FailureText.MostExplained ? evaluator : null))],
        [.. row.Problems.Select(ProblemJson.Of)],
        row.Notes);
}

/// <summary>A connection whose verdict is not the expected one.</summary>
/// <param name="Port">Null: every port.</param>
/// <param name="Parts">The ends and ports that contradict the row, as in <c>weir explain</c>. Null: left out, for the row has many.</param>
internal sealed record FailureJson(string Src, string Dst, string? Port, string Verdict, IReadOnlyList<ExplainPart>? Parts)
{
    /// <param name="evaluator">Null: unexplained.</param>
    public static FailureJson Of(Contradiction wrong, PolicyEvaluator? evaluator) => new(
        wrong.Result.Question.Source.Text,
        wrong.Result.Question.Destination.Text,
        wrong.Result.Question.PortAsText,
        VerdictWord.Of(wrong.Answers[0].IsAllowed),
        evaluator is null ? null : [.. ExplainedAnswer.Of(wrong.Result with { Answers = wrong.Answers }, evaluator).Select(ExplainPart.Of)]);
}

/// <summary>Something of a row that could not be asked, and where the row says it.</summary>
internal sealed record ProblemJson(string Message, string? File, int? Line, int? Column)
{
    public static ProblemJson Of(SpecText problem) =>
        new(problem.Text, problem.Source.File, PolicyJson.LineOf(problem.Source), problem.Source.Column == 0 ? null : problem.Source.Column);
}
