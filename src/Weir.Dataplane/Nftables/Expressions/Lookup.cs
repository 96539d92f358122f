using Weir.Dataplane.Nftables.Netlink;

namespace Weir.Dataplane.Nftables.Expressions;

/// <summary>Goes on when the set holds the key in the first registers; a map's value then replaces the first register.</summary>
internal sealed record Lookup(Set Set) : Expression
{
    public override string Name => "lookup";

    protected override void WriteData(NetlinkWriter writer)
    {
        writer.UInt32(Attribute.Source, Register.R1);
        if (Set.IsMap) writer.UInt32(Attribute.Destination, Register.R1);
        writer.String(Attribute.Set, Set.Name);
    }

    private static class Attribute
    {
        public const ushort Set = 1;
        public const ushort Source = 2;
        public const ushort Destination = 3;
    }
}
