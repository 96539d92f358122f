using Weir.Dataplane.Nftables.Netlink;

namespace Weir.Dataplane.Nftables.Expressions;

/// <summary>Keeps the bits of the mask in the first register.</summary>
internal sealed record And(byte[] Mask) : Expression
{
    public override string Name => "bitwise";

    protected override void WriteData(NetlinkWriter writer)
    {
        writer.UInt32(Attribute.Source, Register.R1);
        writer.UInt32(Attribute.Destination, Register.R1);
        writer.UInt32(Attribute.Length, (uint)Mask.Length);
        WriteValue(writer, Attribute.Mask, Mask);
        WriteValue(writer, Attribute.Xor, new byte[Mask.Length]);
    }

    private static class Attribute
    {
        public const ushort Source = 1;
        public const ushort Destination = 2;
        public const ushort Length = 3;
        public const ushort Mask = 4;
        public const ushort Xor = 5;
    }
}
