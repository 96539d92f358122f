using Weir.Policy.Ports;

namespace Weir.Policy.Resolution;

/// <summary>One entry of a rule's port list.</summary>
public abstract record PortMatch
{
    private protected PortMatch()
    {
    }
}

/// <summary>Ports by number (R40), or with <see cref="PortRange.All"/> a whole protocol (R39).</summary>
public sealed record NumberedPortMatch(Protocol Protocol, PortRange Range) : PortMatch
{
    public override string ToString() =>
        Range == PortRange.All ? $"{Protocol.ToApi().ToLowerInvariant()}" : $"{Protocol.ToApi().ToLowerInvariant()}/{Range}";
}

/// <summary>
/// A container port's name, resolved on the destination pod (R43, R44). Null protocol: the container port's own (RC17); else both
/// must be equal (R45).
/// </summary>
public sealed record NamedPortMatch(Protocol? Protocol, string Name) : PortMatch
{
    public override string ToString() => Protocol is { } protocol ? $"{protocol.ToApi().ToLowerInvariant()}/{Name}" : Name;
}

/// <summary>A port that could not be understood. It matches nothing.</summary>
public sealed record UnknownPortMatch : PortMatch
{
    public override string ToString() => "a port that is not understood";
}
