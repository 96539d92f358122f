using System.Buffers.Binary;
using System.Text;

namespace Weir.Dataplane.Nftables.Netlink;

/// <summary>
/// Writes netlink messages and attributes into one growing buffer. Netlink's own numbers are in host order, nf_tables' in network
/// order; messages and attributes start on multiples of four bytes.
/// </summary>
internal sealed class NetlinkWriter(int capacity = 4096)
{
    /// <summary>The length field of an attribute has 16 bits.</summary>
    public const int MaxAttribute = ushort.MaxValue;

    public const int AttributeHeader = 4;

    /// <summary>Netlink's and nfnetlink's headers: a message's attributes start here.</summary>
    public const int Headers = MessageHeader + NetfilterHeader;

    private const int MessageHeader = 16;
    private const int NetfilterHeader = 4;
    private const ushort Nested = 0x8000;

    private byte[] buffer = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, Length);

    /// <summary>Starts a message: netlink's header, then nfnetlink's. Returns where it starts, for <see cref="EndMessage"/>.</summary>
    public int BeginMessage(ushort type, ushort flags, uint sequence, byte family, ushort resource = 0)
    {
        var start = Length;
        var header = Reserve(Headers);
        BitConverter.TryWriteBytes(header[4..], type);
        BitConverter.TryWriteBytes(header[6..], flags);
        BitConverter.TryWriteBytes(header[8..], sequence);
        header[MessageHeader] = family;
        BinaryPrimitives.WriteUInt16BigEndian(header[(MessageHeader + 2)..], resource);
        return start;
    }

    public void EndMessage(int start) => BitConverter.TryWriteBytes(buffer.AsSpan(start), Length - start);

    /// <summary>Adds a flag to a message that was written before.</summary>
    public void SetFlag(int start, ushort flag)
    {
        var flags = buffer.AsSpan(start + 6);
        BitConverter.TryWriteBytes(flags, (ushort)(BitConverter.ToUInt16(flags) | flag));
    }

    /// <summary>Starts an attribute that holds attributes. Returns where it starts, for <see cref="EndNested"/>.</summary>
    public int BeginNested(ushort type)
    {
        var start = Length;
        BitConverter.TryWriteBytes(Reserve(AttributeHeader)[2..], (ushort)(type | Nested));
        return start;
    }

    public void EndNested(int start)
    {
        var length = Length - start;
        if (length > MaxAttribute) throw new InvalidOperationException($"An attribute of {length} bytes does not fit its length field.");

        BitConverter.TryWriteBytes(buffer.AsSpan(start), (ushort)length);
    }

    public void Bytes(ushort type, ReadOnlySpan<byte> value) => value.CopyTo(Attribute(type, value.Length));

    /// <summary>With the terminating zero that the kernel expects.</summary>
    public void String(ushort type, string value) => Encoding.ASCII.GetBytes(value, Attribute(type, value.Length + 1));

    public void UInt32(ushort type, uint value) => BinaryPrimitives.WriteUInt32BigEndian(Attribute(type, sizeof(uint)), value);

    public void UInt16(ushort type, ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Attribute(type, sizeof(ushort)), value);

    /// <summary>Copies attributes that were written before.</summary>
    public void Raw(ReadOnlySpan<byte> attributes) => attributes.CopyTo(Reserve(attributes.Length));

    public static int Align(int length) => (length + 3) & ~3;

    private Span<byte> Attribute(ushort type, int length)
    {
        var total = AttributeHeader + length;
        if (total > MaxAttribute) throw new InvalidOperationException($"An attribute of {total} bytes does not fit its length field.");

        var span = Reserve(Align(total));
        BitConverter.TryWriteBytes(span, (ushort)total);
        BitConverter.TryWriteBytes(span[2..], type);
        return span.Slice(AttributeHeader, length);
    }

    /// <summary>The next bytes, zeroed.</summary>
    private Span<byte> Reserve(int count)
    {
        var needed = checked(Length + count);
        if (needed > buffer.Length) Array.Resize(ref buffer, (int)Math.Clamp(2L * buffer.Length, needed, Array.MaxLength));

        var span = buffer.AsSpan(Length, count);
        Length = needed;
        return span;
    }
}
