using Weir.Dataplane.Nftables.Expressions;
using Weir.Dataplane.Nftables.Netlink;

namespace Weir.Dataplane.Nftables;

/// <param name="Chain">The chain at whose end it stands.</param>
/// <param name="Text">The rule as nft lists it.</param>
/// <param name="Expressions">The rule as the kernel runs it.</param>
internal sealed record Rule(Chain Chain, string Text, IReadOnlyList<Expression> Expressions) : TableObject
{
    public override MessageType AddType => MessageType.NewRule;

    public override MessageType DeleteType => MessageType.DeleteRule;

    public override void WriteAttributes(NetlinkWriter writer)
    {
        writer.String(Attribute.Table, Chain.Table.Name);
        writer.String(Attribute.Chain, Chain.Name);
        var list = writer.BeginNested(Attribute.Expressions);
        foreach (var expression in Expressions)
        {
            var item = writer.BeginNested(Attribute.ListItem);
            expression.Write(writer);
            writer.EndNested(item);
        }

        writer.EndNested(list);
    }

    public override string ToString() => $"rule {Chain.Name} {Text}";

    private static class Attribute
    {
        public const ushort Table = 1;
        public const ushort Chain = 2;
        public const ushort Expressions = 4;
        public const ushort ListItem = 1;
    }
}
