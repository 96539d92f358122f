using Weir.Dataplane.Nftables.Netlink;

namespace Weir.Dataplane.Nftables;

/// <summary>A table of the inet family: it sees IPv4 and IPv6.</summary>
internal sealed record Table(string Name) : TableObject
{
    public override MessageType AddType => MessageType.NewTable;

    public override MessageType DeleteType => MessageType.DeleteTable;

    public override void WriteAttributes(NetlinkWriter writer) => writer.String(Attribute.Name, Name);

    public override string ToString() => $"table inet {Name}";

    private static class Attribute
    {
        public const ushort Name = 1;
    }
}
