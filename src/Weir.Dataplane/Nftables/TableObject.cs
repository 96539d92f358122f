using Weir.Dataplane.Nftables.Netlink;

namespace Weir.Dataplane.Nftables;

/// <summary>Something that a transaction adds or deletes. Its text is what <c>nft</c> would call it.</summary>
internal abstract record TableObject
{
    /// <summary>The kernel's number for the message that adds it.</summary>
    public abstract MessageType AddType { get; }

    /// <summary>The kernel's number for the message that deletes it.</summary>
    public abstract MessageType DeleteType { get; }

    public abstract void WriteAttributes(NetlinkWriter writer);
}

/// <summary>nf_tables' messages, by the kernel's numbers.</summary>
internal enum MessageType : byte
{
    NewTable = 0,
    DeleteTable = 2,
    NewChain = 3,
    DeleteChain = 5,
    NewRule = 6,
    DeleteRule = 8,
    NewSet = 9,
    DeleteSet = 11,
    NewElements = 12,
    DeleteElements = 14,
}
