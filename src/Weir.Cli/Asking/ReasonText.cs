using System.Globalization;
using Weir.Cli.Endpoints;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Cli.Asking;

/// <summary>Why a direction decides as it does, in a sentence.</summary>
internal static class ReasonText
{
    /// <param name="subject">The pod or pods whose policies decide, by the name that the asker knows.</param>
    /// <param name="end">One of them.</param>
    public static string Of(Direction direction, DirectionVerdict verdict, string subject, Endpoint end) => verdict.Reason switch
    {
        VerdictReason.NotIsolated => $"no policy isolates {subject} for {Word(direction)}",
        VerdictReason.NotASubject => end switch
        {
            ExternalEndpoint => "no policy applies to an address that is no pod's",
            NodeEndpoint => "no policy applies to a node, or to a pod on its network",
            _ => "no policy applies to a pod that has finished",
        },
        VerdictReason.SamePod => "a pod always reaches itself",
        VerdictReason.OwnNode when direction == Direction.Ingress => "a pod's own node always reaches it",
        VerdictReason.OwnNode => "a pod's own node is exempt",
        VerdictReason.AllowedByRule => $"allowed {By(verdict.Rule!)}",
        VerdictReason.DeniedByRule => $"denied {By(verdict.Rule!)}",
        _ => $"no rule of {Listing.Of([.. verdict.Selecting.Select(Policy)])} allows it",
    };

    public static string Word(Direction direction) => direction == Direction.Egress ? "egress" : "ingress";

    /// <summary><c>policies.yaml:31</c>; empty for a live object.</summary>
    public static string Place(Source source) => source switch
    {
        { IsKnown: false } => "",
        { Line: 0 } => source.File!,
        _ => string.Create(CultureInfo.InvariantCulture, $"{source.File}:{source.Line}"),
    };

    public static string By(Rule rule) => $"by {WithPlace(rule.Ref.ToString(), rule.Ref.Source)}";

    private static string Policy(TierPolicy policy) => WithPlace(policy.Ref.ToString(), policy.Source);

    private static string WithPlace(string name, Source source) => source.IsKnown ? $"{name} ({Place(source)})" : name;
}
