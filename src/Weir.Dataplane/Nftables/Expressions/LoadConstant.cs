using Weir.Dataplane.Nftables.Netlink;

namespace Weir.Dataplane.Nftables.Expressions;

/// <summary>Puts a value into the first register.</summary>
internal sealed record LoadConstant(byte[] Value) : Expression
{
    public override string Name => "immediate";

    protected override void WriteData(NetlinkWriter writer)
    {
        writer.UInt32(Attribute.Destination, Register.R1);
        WriteValue(writer, Attribute.Data, Value);
    }

    private static class Attribute
    {
        public const ushort Destination = 1;
        public const ushort Data = 2;
    }
}
