using Weir.Dataplane.Nftables.Netlink;

namespace Weir.Dataplane.Nftables.Expressions;

/// <summary>Counts the packets and bytes that come by.</summary>
internal sealed record Counter : Expression
{
    public override string Name => "counter";

    protected override void WriteData(NetlinkWriter writer)
    {
        // Starts from zero.
    }
}
