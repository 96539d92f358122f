using Weir.Dataplane.Nftables.Netlink;

namespace Weir.Dataplane.Nftables;

/// <summary>Where in the packet's way a base chain is called, by the kernel's numbers.</summary>
internal enum Hook : uint
{
    Forward = 2,
}

/// <param name="Table">Its table.</param>
/// <param name="Name">Unique in the table.</param>
/// <param name="Hook">For a base chain of type filter with priority 0 and policy accept; null for a chain that others jump to.</param>
internal sealed record Chain(Table Table, string Name, Hook? Hook = null) : TableObject
{
    public override MessageType AddType => MessageType.NewChain;

    public override MessageType DeleteType => MessageType.DeleteChain;

    public override void WriteAttributes(NetlinkWriter writer)
    {
        writer.String(Attribute.Table, Table.Name);
        writer.String(Attribute.Name, Name);
        if (Hook is not { } number) return;

        writer.String(Attribute.Type, "filter");
        writer.UInt32(Attribute.Policy, Attribute.PolicyAccept);
        var hook = writer.BeginNested(Attribute.Hook);
        writer.UInt32(Attribute.HookNumber, (uint)number);
        writer.UInt32(Attribute.HookPriority, 0);
        writer.EndNested(hook);
    }

    public override string ToString() => $"chain {Name}";

    private static class Attribute
    {
        public const ushort Table = 1;
        public const ushort Name = 3;
        public const ushort Hook = 4;
        public const ushort Policy = 5;
        public const ushort Type = 7;
        public const ushort HookNumber = 1;
        public const ushort HookPriority = 2;
        public const uint PolicyAccept = 1;
    }
}
