using Weir.Dataplane.Nftables.Netlink;

namespace Weir.Dataplane.Nftables.Expressions;

/// <summary>One step of a rule: it loads, compares or changes a register, or decides. A step that does not match ends its rule.</summary>
internal abstract record Expression
{
    /// <summary>The kernel's name for the kind of expression.</summary>
    public abstract string Name { get; }

    public void Write(NetlinkWriter writer)
    {
        writer.String(Attribute.Name, Name);
        var data = writer.BeginNested(Attribute.Data);
        WriteData(writer);
        writer.EndNested(data);
    }

    protected abstract void WriteData(NetlinkWriter writer);

    /// <summary>A constant, where an expression takes one.</summary>
    protected static void WriteValue(NetlinkWriter writer, ushort type, ReadOnlySpan<byte> value)
    {
        var data = writer.BeginNested(type);
        writer.Bytes(Attribute.Value, value);
        writer.EndNested(data);
    }

    private static class Attribute
    {
        public const ushort Name = 1;
        public const ushort Data = 2;
        public const ushort Value = 1;
    }
}
