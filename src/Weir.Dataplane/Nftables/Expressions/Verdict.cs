using Weir.Dataplane.Nftables.Netlink;

namespace Weir.Dataplane.Nftables.Expressions;

/// <summary>Decides about the packet, or where to go on. The zero value drops.</summary>
internal enum VerdictCode
{
    Drop = 0,
    Accept = 1,

    /// <summary>Comes back to the rule after this one.</summary>
    Jump = -3,

    /// <summary>Comes back to where this chain was jumped to from.</summary>
    Goto = -4,
}

/// <param name="Code">What happens.</param>
/// <param name="Chain">The target of a jump or goto, else null.</param>
internal sealed record Verdict(VerdictCode Code, Chain? Chain = null) : Expression
{
    public override string Name => "immediate";

    protected override void WriteData(NetlinkWriter writer)
    {
        writer.UInt32(Attribute.Destination, Register.Verdict);
        var data = writer.BeginNested(Attribute.Data);
        var verdict = writer.BeginNested(Attribute.Verdict);
        writer.UInt32(Attribute.Code, (uint)Code);
        if (Chain is not null) writer.String(Attribute.Chain, Chain.Name);
        writer.EndNested(verdict);
        writer.EndNested(data);
    }

    private static class Attribute
    {
        public const ushort Destination = 1;
        public const ushort Data = 2;
        public const ushort Verdict = 2;
        public const ushort Code = 1;
        public const ushort Chain = 2;
    }
}
