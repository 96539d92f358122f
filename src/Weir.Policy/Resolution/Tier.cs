using System.Collections.Immutable;

namespace Weir.Policy.Resolution;

/// <summary>One step of the verdict: an ordered list of policies, how their rules combine, and what the end of the list means.</summary>
public sealed record Tier
{
    /// <summary>
    /// The tier of NetworkPolicy v1: no order, and default deny for a subject that some policy isolates in the direction (R5, R7).
    /// </summary>
    public static readonly Tier NetworkPolicy = new()
    {
        Name = "NetworkPolicy",
        Mode = TierMode.DenyBeatsAllow,
        Isolates = true,
    };

    public required string Name { get; init; }

    public TierMode Mode { get; init; }

    /// <summary>
    /// At the end of the tier, traffic of a subject that a policy of this tier covers in the direction is denied. False: it goes on
    /// to the next tier.
    /// </summary>
    public bool Isolates { get; init; }

    /// <summary>In the order in which they are asked. The order means nothing where <see cref="Mode"/> is not first match.</summary>
    public ImmutableArray<TierPolicy> Policies { get; init; } = [];
}

public enum TierMode
{
    /// <summary>The first rule that matches decides.</summary>
    FirstMatch,

    /// <summary>Any matching deny rule denies, else any matching allow rule allows.</summary>
    DenyBeatsAllow,
}
