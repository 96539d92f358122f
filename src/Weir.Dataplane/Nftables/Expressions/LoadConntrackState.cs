using Weir.Dataplane.Nftables.Netlink;

namespace Weir.Dataplane.Nftables.Expressions;

/// <summary>
/// Loads the connection's state, one bit for each, in host order. A rule that does so also switches connection tracking on in the
/// namespace.
/// </summary>
internal sealed record LoadConntrackState : Expression
{
    public const uint Established = 2;
    public const uint Related = 4;

    public override string Name => "ct";

    protected override void WriteData(NetlinkWriter writer)
    {
        writer.UInt32(Attribute.Key, Attribute.KeyState);
        writer.UInt32(Attribute.Destination, Register.R1);
    }

    private static class Attribute
    {
        public const ushort Destination = 1;
        public const ushort Key = 2;
        public const uint KeyState = 0;
    }
}
