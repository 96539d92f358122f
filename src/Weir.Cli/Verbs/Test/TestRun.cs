using System.Collections.Immutable;
using Weir.Cli.Asking;
using Weir.Cli.Endpoints;
using Weir.Cli.Input;
using Weir.Manifests.Specs;
using Weir.Policy.Evaluation;

namespace Weir.Cli.Verbs.Test;

/// <summary>Every row of every spec, run.</summary>
internal sealed record TestRun(ImmutableArray<RowResult> Rows, LoadedInput Input)
{
    public int Passed => Count(RowOutcome.Passed);

    public int Failed => Count(RowOutcome.Failed);

    public int NotEvaluated => Count(RowOutcome.NotEvaluated);

    public PolicyEvaluator Evaluator => Input.Evaluator;

    /// <summary>Of an incomplete input neither success nor failure can be trusted.</summary>
    public int Exit => Input.Exit(Failed > 0 ? ExitCode.No : NotEvaluated > 0 ? ExitCode.Incomplete : ExitCode.Yes);

    public static TestRun Of(TestSpecs specs, LoadedInput input)
    {
        var endpoints = new EndpointParser(input);
        return new TestRun([.. specs.Specs.SelectMany(spec => spec.Rows.Select(row => Run(spec.File, row, endpoints, input.Evaluator)))], input);
    }

    private static RowResult Run(string file, TestRow row, EndpointParser endpoints, PolicyEvaluator evaluator)
    {
        if (row.NotSupported is { } reason) return new RowResult(file, row, 0, [], [reason], []);

        List<SpecText> problems = [];
        List<QuestionResult> results = [];
        var (sources, destinations) = (Known(row.From), Known(row.To));
        foreach (var (source, destination) in sources.SelectMany(source => destinations.Select(destination => (source, destination))))
        {
            if (Try(source, () => endpoints.Parse(source.Text, destination.Text)) is not { } pair) continue;

            foreach (var port in row.Ports?.Items.Select(port => (SpecText?)port) ?? [null])
            {
                var question = new Question(pair.Source, pair.Destination, port is { } text ? PortQuery.Parse(text.Text) : null);
                if (TryAsk(port ?? destination, question) is { } result) results.Add(result);
            }
        }

        var isAllowExpected = row.Expect == Expectation.Allow;
        return new RowResult(
            file,
            row,
            results.Count,
            [
                .. results.Select(result => new Contradiction(result, [.. result.Answers.Where(answer => answer.IsAllowed != isAllowExpected)]))
                    .Where(contradiction => !contradiction.Answers.IsEmpty),
            ],
            [.. problems.Distinct()],
            [.. results.SelectMany(result => result.Notes).Distinct()]);

        // An end that nobody has is said once, and not again for each other end.
        List<SpecText> Known(IEnumerable<SpecText> ends) =>
            [.. ends.Distinct().Where(end => Try(end, () => (endpoints.Parse(end.Text), end)) is not null)];

        T? Try<T>(SpecText at, Func<T> read)
            where T : struct
        {
            try
            {
                return read();
            }
            catch (UsageException e)
            {
                problems.Add(at with { Text = e.Message });
                return null;
            }
        }

        QuestionResult? TryAsk(SpecText at, Question question) => Try(at, () => (Result: question.Ask(evaluator), 0))?.Result;
    }

    private int Count(RowOutcome outcome) => Rows.Count(row => row.Outcome == outcome);
}
