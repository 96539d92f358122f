namespace Weir.Dataplane.Nftables.Netlink;

/// <summary>Reads netlink attributes. Lengths are checked, for what is read may be cut.</summary>
internal static class AttributeReader
{
    private const ushort TypeMask = 0x3FFF;

    /// <summary>Reads the attribute that starts at an offset.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, int offset, out NetlinkAttribute attribute)
    {
        attribute = default;
        if (offset < 0 || offset > bytes.Length - NetlinkWriter.AttributeHeader) return false;

        var length = BitConverter.ToUInt16(bytes[offset..]);
        if (length < NetlinkWriter.AttributeHeader || length > bytes.Length - offset) return false;

        var type = (ushort)(BitConverter.ToUInt16(bytes[(offset + 2)..]) & TypeMask);
        attribute = new(type, bytes.Slice(offset + NetlinkWriter.AttributeHeader, length - NetlinkWriter.AttributeHeader));
        return true;
    }

    /// <summary>Finds the first attribute of a type in a row of attributes.</summary>
    public static bool TryFind(ReadOnlySpan<byte> attributes, ushort type, out NetlinkAttribute attribute)
    {
        var offset = 0;
        while (TryRead(attributes, offset, out attribute))
        {
            if (attribute.Type == type) return true;
            offset += NetlinkWriter.Align(NetlinkWriter.AttributeHeader + attribute.Value.Length);
        }

        return false;
    }
}

internal readonly ref struct NetlinkAttribute(ushort type, ReadOnlySpan<byte> value)
{
    public ushort Type { get; } = type;

    public ReadOnlySpan<byte> Value { get; } = value;
}
