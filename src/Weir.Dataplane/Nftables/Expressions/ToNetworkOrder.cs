using Weir.Dataplane.Nftables.Netlink;

namespace Weir.Dataplane.Nftables.Expressions;

/// <summary>Turns the 32 bits of the first register from host to network order: concatenated intervals are kept that way.</summary>
internal sealed record ToNetworkOrder : Expression
{
    public override string Name => "byteorder";

    protected override void WriteData(NetlinkWriter writer)
    {
        writer.UInt32(Attribute.Source, Register.R1);
        writer.UInt32(Attribute.Destination, Register.R1);
        writer.UInt32(Attribute.Operation, Attribute.HostToNetwork);
        writer.UInt32(Attribute.Length, sizeof(uint));
        writer.UInt32(Attribute.Size, sizeof(uint));
    }

    private static class Attribute
    {
        public const ushort Source = 1;
        public const ushort Destination = 2;
        public const ushort Operation = 3;
        public const ushort Length = 4;
        public const ushort Size = 5;
        public const uint HostToNetwork = 1;
    }
}
