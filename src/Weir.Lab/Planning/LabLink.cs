using System.Globalization;
using Weir.Policy.Addresses;
using Weir.Policy.Model;

namespace Weir.Lab.Planning;

/// <summary>
/// One veth pair. The inner end is always <c>eth0</c> and carries the addresses; the outer end is the gateway. Every packet
/// of the inner side leaves through the gateway, so two pods of one node never meet but in the node's forward hook.
/// </summary>
public sealed record LabLink
{
    /// <summary>Number of the link, from 1, unique in the lab.</summary>
    public required int Number { get; init; }

    /// <summary>Namespace of the gateway: the underlay or a node.</summary>
    public required string Outer { get; init; }

    /// <summary>Namespace of the node, pod or external host.</summary>
    public required string Inner { get; init; }

    /// <summary>The addresses of the inner end.</summary>
    public required EquatableArray<IP> Addresses { get; init; }

    /// <summary>The addresses that are reached through the inner side: a node's pods.</summary>
    public EquatableArray<IP> Behind { get; init; }

    /// <summary>The gateway's own addresses: preferred as source of what it sends itself.</summary>
    public EquatableArray<IP> GatewayAddresses { get; init; }

    /// <summary>The inner side passes packets on.</summary>
    public bool InnerForwards { get; init; }

    /// <summary>Name of the outer end; the kernel takes at most 15 bytes.</summary>
    public string OuterName => string.Create(CultureInfo.InvariantCulture, $"link{Number}");
}
