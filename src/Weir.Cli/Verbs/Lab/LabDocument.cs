using Weir.Cli.Output;
using Weir.Lab.Enforcement;
using Weir.Lab.Probes;
using Weir.Policy.Addresses;
using Weir.Policy.Evaluation;

namespace Weir.Cli.Verbs.Lab;

/// <summary><c>weir lab run -o json</c>.</summary>
/// <param name="Probes">How many there were.</param>
/// <param name="Mismatches">Those of the results where packets did not do what was predicted.</param>
internal sealed record LabDocument(
    string Schema, int Probes, IReadOnlyList<LabProbeJson> Mismatches, IReadOnlyList<LabProbeJson> Results, IReadOnlyList<SkippedJson> Skipped)
{
    public static LabDocument Of(IReadOnlyList<LabAnswer> answers, IReadOnlyList<SkippedJson> skipped) => new(
        "weir.dev/lab/v1",
        answers.Count,
        [.. answers.Where(answer => !answer.Agrees).Select(LabProbeJson.Of)],
        [.. answers.Select(LabProbeJson.Of)],
        skipped);
}

/// <param name="Src">A pod as <c>namespace/name</c>, or an outside host's address.</param>
/// <param name="Observed">allow: an answer came back. deny: none did.</param>
/// <param name="Detail">Null, or what kept the answer from being a plain one: then it agrees with no prediction.</param>
internal sealed record LabProbeJson(string Src, string Dst, string Port, string Family, string Predicted, string Observed, string? Detail)
{
    public static LabProbeJson Of(LabAnswer answer) => new(
        answer.Probe.Source.Name,
        answer.Destination.Name,
        new ProbePort(answer.Probe.Protocol, answer.Probe.Port).ToString(),
        answer.Probe.Destination.Family == IPFamily.IPv4 ? "ipv4" : "ipv6",
        VerdictWord.Of(answer.Predicted == Verdict.Allow),
        VerdictWord.Of(answer.Result.Outcome is ProbeOutcome.Allowed or ProbeOutcome.Refused),
        answer.Result.Outcome switch
        {
            ProbeOutcome.Refused => $"refused{(answer.Result.Detail is { } why ? $": {why}" : "")}",
            ProbeOutcome.Error => $"not sent{(answer.Result.Detail is { } why ? $": {why}" : "")}",
            _ => null,
        });
}
