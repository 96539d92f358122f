using Weir.Dataplane.Nftables.Netlink;

namespace Weir.Dataplane.Nftables.Expressions;

internal enum PayloadBase : uint
{
    NetworkHeader = 1,

    /// <summary>Of the first fragment only; later ones have none and do not match.</summary>
    TransportHeader = 2,
}

/// <summary>Loads bytes of the packet, in the order in which they travel.</summary>
internal sealed record LoadPayload(PayloadBase Base, uint Offset, uint Length, uint Into = Register.R1) : Expression
{
    public override string Name => "payload";

    protected override void WriteData(NetlinkWriter writer)
    {
        writer.UInt32(Attribute.Destination, Into);
        writer.UInt32(Attribute.Base, (uint)Base);
        writer.UInt32(Attribute.Offset, Offset);
        writer.UInt32(Attribute.Length, Length);
    }

    private static class Attribute
    {
        public const ushort Destination = 1;
        public const ushort Base = 2;
        public const ushort Offset = 3;
        public const ushort Length = 4;
    }
}
