using Weir.Lab.Linux;
using Weir.Policy.Addresses;
using Weir.Policy.Ports;

namespace Weir.Lab.Probes;

/// <summary>A socket that answers probes. Bound to one address, so that an answer leaves from the address that was asked.</summary>
internal abstract class Listener(NativeSocket socket) : IDisposable
{
    public NativeSocket Socket { get; } = socket;

    /// <summary>Answers all that waits.</summary>
    public abstract void Answer();

    public void Dispose() => Socket.Dispose();

    protected static NativeSocket OpenBound(IP address, int type, int protocol, ushort port)
    {
        // Room for a burst of probes from every pod of a lab at once.
        const int ReceiveBuffer = 4 << 20;

        var socket = NativeSocket.Open(address.Family, type, protocol);
        socket.AllowAddressReuse();
        socket.SetReceiveBuffer(ReceiveBuffer);
        if (socket.Bind(new SocketAddress(address, port)) is < 0 and var error)
        {
            socket.Dispose();
            throw Errno.Failure($"listen on {address} port {port} of protocol {protocol}", -error);
        }

        return socket;
    }
}

/// <summary>Completes the handshake, which is all that a probe waits for.</summary>
internal sealed class TcpListener : Listener
{
    private const int Backlog = 4096;

    public TcpListener(IP address, ushort port)
        : base(OpenBound(address, NativeSocket.SOCK_STREAM, (int)Protocol.Tcp, port)) => Socket.Listen(Backlog);

    public override void Answer()
    {
        while (Socket.AcceptAndClose())
        {
        }
    }
}

/// <summary>Sends every datagram back.</summary>
internal sealed class UdpListener(IP address, ushort port)
    : Listener(OpenBound(address, NativeSocket.SOCK_DGRAM, (int)Protocol.Udp, port))
{
    private readonly byte[] packet = new byte[2048];

    public override void Answer()
    {
        while (Socket.ReceiveFrom(packet, out var sender) is >= 0 and var size) Socket.SendTo(packet.AsSpan(0, size), sender);
    }
}

/// <summary>Answers INIT with INIT ACK on its ports and with ABORT on all others. The raw socket also keeps the kernel from saying that nobody speaks SCTP.</summary>
internal sealed class SctpListener(IP address, IEnumerable<ushort> ports)
    : Listener(OpenBound(address, NativeSocket.SOCK_RAW, (int)Protocol.Sctp, port: 0))
{
    private readonly HashSet<ushort> ports = [.. ports];
    private readonly byte[] received = new byte[2048];
    private readonly byte[] answer = new byte[SctpPacket.MaxSize];
    private uint lastTag;

    public override void Answer()
    {
        while (Socket.ReceiveFrom(received, out var sender) is >= 0 and var size)
        {
            var payload = RawPacket.Payload(received.AsSpan(0, size), address.Family);
            if (!SctpPacket.TryRead(payload, out var packet) || packet.Chunk != SctpChunk.Init) continue;

            var length = packet.Answer(ports.Contains(packet.DestinationPort), ++lastTag).Write(answer);
            Socket.SendTo(answer.AsSpan(0, length), sender);
        }
    }
}

internal static class RawPacket
{
    /// <summary>What follows the IP header: raw sockets of IPv4 receive the header, those of IPv6 do not.</summary>
    public static ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> packet, IPFamily family)
    {
        if (family != IPFamily.IPv4) return packet;
        if (packet.IsEmpty) return [];

        var headerSize = (packet[0] & 0xF) * 4;
        return packet.Length < headerSize ? [] : packet[headerSize..];
    }
}
