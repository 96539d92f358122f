using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Weir.Dataplane.Nftables.Netlink;
using Weir.Policy.Addresses;

namespace Weir.Dataplane.Nftables;

/// <summary>The key of an element: one field, or several side by side, each padded to a multiple of four bytes.</summary>
internal struct ElementKey
{
    private Buffer buffer;

    /// <summary>In bytes, a multiple of four, at most 32.</summary>
    public int Length { get; private set; }

    public static ElementKey Of(IP address) => default(ElementKey).And(address);

    /// <param name="classId">Kept in host order, as the kernel keeps a packet's priority.</param>
    public static ElementKey Of(uint classId)
    {
        ElementKey key = default;
        BitConverter.TryWriteBytes(key.Append(sizeof(uint)), classId);
        return key;
    }

    /// <param name="classId">Kept in network order, as concatenated intervals want all their fields.</param>
    public static ElementKey OfNetworkOrder(uint classId)
    {
        ElementKey key = default;
        BinaryPrimitives.WriteUInt32BigEndian(key.Append(sizeof(uint)), classId);
        return key;
    }

    public readonly ElementKey And(IP address)
    {
        var key = this;
        address.WriteBytes(key.Append(address.Width / 8));
        return key;
    }

    public readonly ElementKey And(byte protocol)
    {
        var key = this;
        key.Append(sizeof(byte))[0] = protocol;
        return key;
    }

    public readonly ElementKey And(ushort port)
    {
        var key = this;
        BinaryPrimitives.WriteUInt16BigEndian(key.Append(sizeof(ushort)), port);
        return key;
    }

    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Bytes => ((ReadOnlySpan<byte>)buffer)[..Length];

    [UnscopedRef]
    private Span<byte> Append(int length)
    {
        var field = ((Span<byte>)buffer).Slice(Length, length);
        Length += NetlinkWriter.Align(length);
        return field;
    }

    /// <summary>Two IPv6 addresses: the longest key in use.</summary>
    [InlineArray(32)]
    private struct Buffer
    {
        private byte first;
    }
}
