using System.Collections.Immutable;
using Weir.Policy.Ports;

namespace Weir.Cli.Asking;

/// <summary>A question and its answers.</summary>
/// <param name="Answers">Together they cover every case of the question. Never empty.</param>
/// <param name="Notes">What the asker should know about how the question was taken.</param>
internal sealed record QuestionResult(Question Question, ImmutableArray<Answer> Answers, ImmutableArray<string> Notes)
{
    /// <summary>Only if every case is.</summary>
    public bool IsAllowed => Answers.All(answer => answer.IsAllowed);

    public int Exit => IsAllowed ? ExitCode.Yes : ExitCode.No;

    /// <summary>The answer that stands for all: the first that denies, if any does.</summary>
    public Answer Deciding => Answers.FirstOrDefault(answer => !answer.IsAllowed) ?? Answers[0];

    /// <summary>The ports that are allowed between all ends that were asked about; those of the Service, where there is one.</summary>
    public PortSet AllowedPorts => Union(Answers).Except(Union(Answers.Where(answer => !answer.IsAllowed)));

    private static PortSet Union(IEnumerable<Answer> answers) =>
        answers.SelectMany(answer => answer.Cases).Aggregate(PortSet.None, (set, one) => set.Union(one.Port.AskedSet));
}
