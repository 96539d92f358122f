using Weir.Dataplane.Nftables.Netlink;

namespace Weir.Dataplane.Nftables.Expressions;

/// <summary>Copies the packet to an NFLOG group. Never stops or delays it.</summary>
internal sealed record Log(ushort Group) : Expression
{
    public override string Name => "log";

    protected override void WriteData(NetlinkWriter writer) => writer.UInt16(Attribute.Group, Group);

    private static class Attribute
    {
        public const ushort Group = 1;
    }
}
