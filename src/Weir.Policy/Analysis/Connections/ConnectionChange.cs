using System.Collections.Immutable;
using Weir.Policy.Ports;

namespace Weir.Policy.Analysis.Connections;

/// <summary>Two peers of both clusters that may not use the same ports in the one as in the other.</summary>
/// <param name="Causes">Empty: no policy differs that decides on them, so their labels, named ports or addresses do.</param>
public sealed record ConnectionChange(
    ConnectionPeer Source, ConnectionPeer Destination, PortSet Before, PortSet After, ImmutableArray<PolicyDifference> Causes)
{
    public PortSet Opened => After.Except(Before);

    public PortSet Closed => Before.Except(After);

    public ChangeKind Kind => Before.IsEmpty ? ChangeKind.Opened : After.IsEmpty ? ChangeKind.Closed : ChangeKind.Changed;
}

public enum ChangeKind
{
    /// <summary>Some ports were open and others are, or more, or fewer.</summary>
    Changed = 0,

    /// <summary>No port was open.</summary>
    Opened,

    /// <summary>No port is open any more.</summary>
    Closed,
}
