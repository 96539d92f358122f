using Weir.Dataplane.Nftables.Netlink;

namespace Weir.Dataplane.Nftables.Expressions;

internal enum CompareOperator : uint
{
    Equal = 0,
    NotEqual = 1,
    AtMost = 3,
    AtLeast = 5,
}

/// <summary>Goes on when the first register compares so with the value, byte by byte.</summary>
internal sealed record Compare(CompareOperator Operator, byte[] Value) : Expression
{
    public override string Name => "cmp";

    protected override void WriteData(NetlinkWriter writer)
    {
        writer.UInt32(Attribute.Source, Register.R1);
        writer.UInt32(Attribute.Operator, (uint)Operator);
        WriteValue(writer, Attribute.Value, Value);
    }

    private static class Attribute
    {
        public const ushort Source = 1;
        public const ushort Operator = 2;
        public const ushort Value = 3;
    }
}
