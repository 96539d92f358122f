using System.Collections.Immutable;
using Weir.Cli.Asking;
using Weir.Cli.Endpoints;
using Weir.Manifests.Specs;

namespace Weir.Cli.Verbs.Test;

/// <summary>The zero value is no success.</summary>
internal enum RowOutcome
{
    /// <summary>Something of the row could not be asked, and nothing that could contradicts it.</summary>
    NotEvaluated = 0,
    Failed,
    Passed,
}

/// <summary>One row of a spec, and how it did.</summary>
/// <param name="Connections">How many connections were asked for: sources times destinations times ports.</param>
/// <param name="Contradictions">The connections whose verdict is another than the row expects.</param>
/// <param name="Problems">Why something of the row could not be asked.</param>
internal sealed record RowResult(
    string File,
    TestRow Row,
    int Connections,
    ImmutableArray<Contradiction> Contradictions,
    ImmutableArray<SpecText> Problems,
    ImmutableArray<string> Notes)
{
    public RowOutcome Outcome => this switch
    {
        { Contradictions.IsEmpty: false } => RowOutcome.Failed,
        { Problems.IsEmpty: true, Connections: > 0 } => RowOutcome.Passed,
        _ => RowOutcome.NotEvaluated,
    };

    /// <summary>The row's own name, or else what it asserts.</summary>
    public string Name => Row.Name ?? $"{Names(Row.From)} → {Names(Row.To)}  {(Row.Ports is { } ports ? Names(ports) : "every port")}: {Expected}";

    public string Expected => Row.Expect == Expectation.Allow ? "allow" : "deny";

    private static string Names(IEnumerable<SpecText> texts) => Listing.Of([.. texts.Select(text => text.Text)]);
}

/// <summary>One connection that a row is wrong about.</summary>
/// <param name="Result">All that was asked.</param>
/// <param name="Answers">Those answers that contradict the row. Never empty.</param>
internal sealed record Contradiction(QuestionResult Result, ImmutableArray<Answer> Answers)
{
    public string Port => Result.Question.PortAsText ?? "every port";

    public override string ToString() => $"{Result.Question.Source.Text} → {Result.Question.Destination.Text}  {Port}";

    /// <summary>The contradicting answers alone, for a text that names each in full.</summary>
    public QuestionResult Alone => Result with
    {
        // Answers for the other address family stay: a name tells a family only where there are two.
        Answers = [.. Result.Answers.Where(answer => Answers.Contains(answer) || !answer.Families.SequenceEqual(Answers[0].Families))],
    };
}
