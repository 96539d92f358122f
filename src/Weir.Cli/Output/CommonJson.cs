using Weir.Cli.Asking;
using Weir.Manifests;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Policy.Resolution;

namespace Weir.Cli.Output;

/// <summary>A policy and where it is written. File and line are null for a live object.</summary>
internal sealed record PolicyJson(string Policy, string? File, int? Line)
{
    public static PolicyJson Of(TierPolicy policy) => new(policy.Ref.ToString(), policy.Source.File, LineOf(policy.Source));

    public static int? LineOf(Source source) => source.Line == 0 ? null : source.Line;
}

/// <param name="Rule">Its place in the policy's spec: <c>ingress[0]</c>.</param>
internal sealed record RuleJson(string Policy, string Direction, string Rule, string? File, int? Line)
{
    public static RuleJson Of(RuleRef rule) => new(
        rule.Policy.ToString(),
        rule.Direction == Weir.Policy.Model.Direction.Egress ? "egress" : "ingress",
        rule.Path,
        rule.Source.File,
        PolicyJson.LineOf(rule.Source));
}

/// <param name="Protocol">TCP, UDP, SCTP, or OTHER for every protocol without ports; that one has no range.</param>
internal sealed record PortsJson(string Protocol, int? From, int? To)
{
    public static IReadOnlyList<PortsJson> Of(PortSet ports)
    {
        List<PortsJson> result = [];
        foreach (var protocol in PortText.WithPorts)
        {
            foreach (var range in ports[protocol]) result.Add(new(protocol.ToApi(), range.From, range.To));
        }

        if (ports.Other) result.Add(new("OTHER", null, null));
        return result;
    }
}

/// <summary>Something of the input that the answer does not take in.</summary>
internal sealed record SkippedJson(string? Object, string? Field, string Message, string? File, int? Line, int? Column)
{
    public static IReadOnlyList<SkippedJson> Of(IEnumerable<ManifestDiagnostic> skipped) =>
    [
        .. skipped.Select(diagnostic => new SkippedJson(
            diagnostic.About?.ToString(),
            diagnostic.Field,
            diagnostic.Message,
            diagnostic.Source.File,
            PolicyJson.LineOf(diagnostic.Source),
            diagnostic.Source.Column == 0 ? null : diagnostic.Source.Column)),
    ];
}
