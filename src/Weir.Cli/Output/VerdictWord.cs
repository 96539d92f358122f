using Weir.Policy.Evaluation;

namespace Weir.Cli.Output;

/// <summary>Verdicts and reasons as JSON spells them.</summary>
internal static class VerdictWord
{
    public static string Of(bool isAllowed) => isAllowed ? "allow" : "deny";

    public static string Of(VerdictReason reason) => reason switch
    {
        VerdictReason.NoRuleAllows => "noRuleAllows",
        VerdictReason.DeniedByRule => "deniedByRule",
        VerdictReason.AllowedByRule => "allowedByRule",
        VerdictReason.NotIsolated => "notIsolated",
        VerdictReason.NotASubject => "notASubject",
        VerdictReason.SamePod => "samePod",
        VerdictReason.OwnNode => "ownNode",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };
}
