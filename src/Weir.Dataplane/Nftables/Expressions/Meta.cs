using Weir.Dataplane.Nftables.Netlink;

namespace Weir.Dataplane.Nftables.Expressions;

/// <summary>Facts about the packet that are not in it. Values are in host order.</summary>
internal enum MetaKey : uint
{
    /// <summary>32 bits: a traffic class; here the scratch register.</summary>
    Priority = 2,

    /// <summary>8 bits: the address family as netfilter numbers it.</summary>
    NfProto = 15,

    /// <summary>8 bits: the IP protocol, after IPv6 extension headers.</summary>
    L4Proto = 16,
}

internal sealed record LoadMeta(MetaKey Key, uint Into = Register.R1) : Expression
{
    public override string Name => "meta";

    protected override void WriteData(NetlinkWriter writer)
    {
        writer.UInt32(MetaAttribute.Key, (uint)Key);
        writer.UInt32(MetaAttribute.Destination, Into);
    }
}

internal sealed record SetMeta(MetaKey Key) : Expression
{
    public override string Name => "meta";

    protected override void WriteData(NetlinkWriter writer)
    {
        writer.UInt32(MetaAttribute.Key, (uint)Key);
        writer.UInt32(MetaAttribute.Source, Register.R1);
    }
}

file static class MetaAttribute
{
    public const ushort Destination = 1;
    public const ushort Key = 2;
    public const ushort Source = 3;
}
