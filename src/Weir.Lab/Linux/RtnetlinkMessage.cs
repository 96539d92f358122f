using System.Runtime.InteropServices;
using System.Text;
using Weir.Policy.Addresses;

namespace Weir.Lab.Linux;

/// <summary>One rtnetlink request under construction: header, fixed part, attributes, everything on 4-byte borders.</summary>
internal sealed class RtnetlinkMessage
{
    // The largest request, a veth pair with names and hardware addresses, takes under 200 bytes.
    private const int Capacity = 512;

    // struct nlmsghdr: length 4, type 2, flags 2, sequence 4, port 4
    private const int HeaderSize = 16;

    private const ushort NLM_F_REQUEST = 0x1;
    private const ushort NLM_F_ACK = 0x4;

    private readonly byte[] buffer = new byte[Capacity];
    private int length = HeaderSize;

    public RtnetlinkMessage(ushort type, ushort flags, uint sequence)
    {
        Write(4, type);
        Write(6, (ushort)(flags | NLM_F_REQUEST | NLM_F_ACK));
        Write(8, sequence);
    }

    public ReadOnlySpan<byte> Finish()
    {
        Write(0, length);
        return buffer.AsSpan(0, length);
    }

    /// <summary><c>struct ifinfomsg</c>: family 1, padding 1, type 2, index 4, flags 4, which flags change 4.</summary>
    public RtnetlinkMessage Link(int index, uint flags = 0, uint change = 0)
    {
        var at = Reserve(16);
        Write(at + 4, index);
        Write(at + 8, flags);
        Write(at + 12, change);
        return this;
    }

    /// <summary><c>struct ifaddrmsg</c>: family 1, prefix length 1, flags 1, scope 1, index 4.</summary>
    public RtnetlinkMessage Address(IPFamily family, int prefixLength, byte flags, int index)
    {
        var at = Reserve(8);
        buffer[at] = (byte)SocketAddress.FamilyOf(family);
        buffer[at + 1] = (byte)prefixLength;
        buffer[at + 2] = flags;
        Write(at + 4, index);
        return this;
    }

    /// <summary>
    /// <c>struct rtmsg</c>: family 1, destination length 1, source length 1, TOS 1, table 1, protocol 1, scope 1, type 1, flags 4.
    /// </summary>
    public RtnetlinkMessage Route(IPFamily family, int prefixLength, uint flags)
    {
        const byte RT_TABLE_MAIN = 254;
        const byte RTPROT_STATIC = 4;
        const byte RTN_UNICAST = 1;

        var at = Reserve(12);
        buffer[at] = (byte)SocketAddress.FamilyOf(family);
        buffer[at + 1] = (byte)prefixLength;
        buffer[at + 4] = RT_TABLE_MAIN;
        buffer[at + 5] = RTPROT_STATIC;
        buffer[at + 7] = RTN_UNICAST;
        Write(at + 8, flags);
        return this;
    }

    /// <summary><c>struct ndmsg</c>: family 1, padding 3, index 4, state 2, flags 1, type 1.</summary>
    public RtnetlinkMessage Neighbour(IPFamily family, int index, ushort state)
    {
        var at = Reserve(12);
        buffer[at] = (byte)SocketAddress.FamilyOf(family);
        Write(at + 4, index);
        Write(at + 8, state);
        return this;
    }

    public RtnetlinkMessage Attribute(ushort type, ReadOnlySpan<byte> value)
    {
        var at = Open(type);
        value.CopyTo(buffer.AsSpan(Reserve(value.Length)));
        Write(at, (ushort)(4 + value.Length));
        return this;
    }

    public RtnetlinkMessage Attribute(ushort type, int value) => Attribute(type, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value)));

    /// <summary>Text with its closing zero.</summary>
    public RtnetlinkMessage Attribute(ushort type, string value) => Attribute(type, Encoding.UTF8.GetBytes($"{value}\0"));

    public RtnetlinkMessage Attribute(ushort type, IP ip)
    {
        Span<byte> bytes = stackalloc byte[16];
        return Attribute(type, bytes[..ip.WriteBytes(bytes)]);
    }

    /// <summary>An attribute that holds what <paramref name="content"/> writes.</summary>
    public RtnetlinkMessage Nested(ushort type, Action<RtnetlinkMessage> content)
    {
        var at = Open(type);
        content(this);
        Write(at, (ushort)(length - at));
        return this;
    }

    /// <summary>Starts an attribute; its length is written when it is known.</summary>
    private int Open(ushort type)
    {
        var at = Reserve(4);
        Write(at + 2, type);
        return at;
    }

    private int Reserve(int size)
    {
        var at = length;
        length += (size + 3) & ~3;
        return at;
    }

    private void Write<T>(int at, T value)
        where T : unmanaged => MemoryMarshal.Write(buffer.AsSpan(at), in value);
}
