using Weir.Cli.Endpoints;
using Weir.Cli.Output;
using Weir.Cli.Verbs.Explain;
using Weir.Policy.Evaluation;

namespace Weir.Cli.Verbs.Test;

/// <summary>Why a row did not pass: what could not be asked, and each wrong connection as <c>weir explain</c> explains it.</summary>
internal static class FailureText
{
    /// <summary>Connections of one row that are explained in full; of the others the names follow.</summary>
    public const int MostExplained = 3;

    /// <summary>In one sentence, without the explanation.</summary>
    public static string Summary(RowResult row) => row.Contradictions switch
    {
        [] => row.Problems.Length == 1 ? row.Problems[0].Text : $"{row.Problems.Length} things of it could not be asked",
        [var only] => $"{only}: expected {row.Expected}, found {Opposite(row)}",
        { Length: var wrong } => $"{wrong} of {row.Connections} connections: expected {row.Expected}, found {Opposite(row)}",
    };

    public static void Write(StyledText text, RowResult row, PolicyEvaluator evaluator)
    {
        foreach (var problem in row.Problems) text.Line($"{problem.Source}: {problem.Text}");
        if (!row.Problems.IsEmpty && !row.Contradictions.IsEmpty) text.Line();
        if (row.Contradictions.Length > 1)
        {
            text.Line($"{Summary(row)}");
            text.Line();
        }

        foreach (var (index, wrong) in row.Contradictions.Take(MostExplained).Index())
        {
            if (index > 0) text.Line();
            new ExplainText(text, all: false).Write(wrong.Alone, ExplainedAnswer.Of(wrong.Result with { Answers = wrong.Answers }, evaluator));
        }

        if (row.Contradictions.Length <= MostExplained) return;

        text.Line();
        var others = row.Contradictions.Skip(MostExplained).Select(wrong => wrong.ToString()).ToList();
        text.Line($"and also: {Listing.Of(others)}");
    }

    private static string Opposite(RowResult row) => VerdictWord.Of(row.Contradictions[0].Answers[0].IsAllowed);
}
