using Weir.Policy.Compilation;
using Weir.Policy.Ports;

namespace Weir.Dataplane.Nftables.Layout;

/// <summary>A port table as elements of the three open sets.</summary>
internal static class PortTableElements
{
    private static readonly Protocol[] WithPorts = [Protocol.Tcp, Protocol.Udp, Protocol.Sctp];

    public static IEnumerable<(Set Set, Element Element)> Of(PortTableId id, PortSet ports)
    {
        // A rule of its own passes everything.
        if (id == PortTableId.Everything) yield break;

        var table = ScratchRegister.Of(id);
        foreach (var protocol in WithPorts)
        {
            foreach (var range in ports[protocol]) yield return Of(table, (byte)protocol, range);
        }

        if (!ports.Other) yield break;

        // There is no "every other" in a set; there are only 256 protocols.
        for (var protocol = 0; protocol <= byte.MaxValue; protocol++)
        {
            if (!((Protocol)protocol).HasPorts()) yield return OfProtocol(table, (byte)protocol);
        }
    }

    private static (Set Set, Element Element) Of(uint table, byte protocol, PortRange range)
    {
        if (range == PortRange.All) return OfProtocol(table, protocol);

        if (range.From == range.To)
        {
            return (KernelLayout.Open, new Element(ElementKey.Of(table).And(protocol).And(range.From)));
        }

        var prefix = ElementKey.OfNetworkOrder(table).And(protocol);
        return (KernelLayout.OpenRanges, new Element(prefix.And(range.From)) { KeyEnd = prefix.And(range.To) });
    }

    private static (Set Set, Element Element) OfProtocol(uint table, byte protocol) =>
        (KernelLayout.OpenProtocols, new Element(ElementKey.Of(table).And(protocol)));
}
