using Weir.Dataplane.Nftables.Netlink;

namespace Weir.Dataplane.Nftables;

/// <summary>
/// An element of a set or map. A range in a concatenated interval set is one element with <see cref="KeyEnd"/>; in a plain one it is
/// two: its first key, and the key after its last one as an <see cref="IsIntervalEnd"/>. A range up to the highest key has no end.
/// </summary>
internal readonly record struct Element(ElementKey Key)
{
    /// <summary>A map's value. Null in a set, and where the element is deleted.</summary>
    public uint? Value { get; init; }

    /// <summary>Inclusive.</summary>
    public ElementKey? KeyEnd { get; init; }

    public bool IsIntervalEnd { get; init; }

    public void Write(NetlinkWriter writer)
    {
        var item = writer.BeginNested(Attribute.ListItem);
        if (IsIntervalEnd) writer.UInt32(Attribute.Flags, Attribute.FlagIntervalEnd);
        WriteData(writer, Attribute.Key, Key.Bytes);
        if (KeyEnd is { } end) WriteData(writer, Attribute.KeyEnd, end.Bytes);
        if (Value is { } value) WriteData(writer, Attribute.Value, BitConverter.GetBytes(value));
        writer.EndNested(item);
    }

    private static void WriteData(NetlinkWriter writer, ushort type, ReadOnlySpan<byte> bytes)
    {
        var data = writer.BeginNested(type);
        writer.Bytes(Attribute.Data, bytes);
        writer.EndNested(data);
    }

    internal static class Attribute
    {
        public const ushort ListItem = 1;
        public const ushort Key = 1;
        public const ushort Value = 2;
        public const ushort Flags = 3;
        public const ushort KeyEnd = 10;
        public const ushort Data = 1;
        public const uint FlagIntervalEnd = 1;
    }
}
