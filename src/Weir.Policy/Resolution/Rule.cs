using Weir.Policy.Model;

namespace Weir.Policy.Resolution;

/// <summary>One rule of one direction. It matches when any peer matches and any port matches (R9).</summary>
public sealed record Rule
{
    public required RuleRef Ref { get; init; }

    public RuleAction Action { get; init; }

    /// <summary>Null: any peer, also addresses that are no pods (rule book B.2). Empty: matches nobody.</summary>
    public EquatableArray<Peer>? Peers { get; init; }

    /// <summary>Null: any port of any protocol. Empty: matches no traffic.</summary>
    public EquatableArray<PortMatch>? Ports { get; init; }
}

/// <summary>The zero value denies.</summary>
public enum RuleAction
{
    Deny = 0,

    /// <summary>Leaves the tier; the next one decides (RC5).</summary>
    Pass,

    Allow,

    /// <summary>Decides nothing.</summary>
    Log,
}
