using System.Buffers.Binary;
using Weir.Lab.Linux;
using Weir.Policy.Addresses;
using Weir.Policy.Ports;

namespace Weir.Lab.Probes;

/// <summary>A request and its echo over a connected datagram socket: UDP to a listener, or ICMP to the kernel.</summary>
internal abstract class DatagramAttempt(int index, Probe probe, int number, SourcePorts ports) : Attempt(index, probe, number)
{
    // A listener, or a slow exchange of an earlier round, may hold a few of the ports.
    private const int Tries = 16;

    private readonly byte[] received = new byte[256];
    private NativeSocket? socket;

    protected abstract int SocketProtocol { get; }

    protected abstract byte[] Request { get; }

    public override Answer? Start(Epoll epoll)
    {
        socket = NativeSocket.Open(Probe.Destination.Family, NativeSocket.SOCK_DGRAM, SocketProtocol);
        var bound = BindToFreshPort(socket);
        if (bound < 0) return new Answer(ProbeOutcome.Error, $"no source port: errno {-bound}");

        var connected = socket.Connect(new SocketAddress(Probe.Destination, Probe.Port));
        if (connected < 0) return Answer.FromSending(-connected);

        var sent = socket.Send(Request);
        if (sent < 0 && Answer.FromSending(-sent) is { } failed) return failed;

        epoll.Add(socket, Id, EpollEvents.In);
        return null;
    }

    public override Answer? Repeat()
    {
        // By now a failing call may report an ICMP error that has just come.
        var sent = socket!.Send(Request);
        return sent is >= 0 or -Errno.EPERM or -Errno.EAGAIN ? null : Answer.FromNetwork(-sent);
    }

    public override Answer? Read()
    {
        var size = socket!.Receive(received);
        if (size < 0) return size == -Errno.EAGAIN ? null : Answer.FromNetwork(-size);

        return IsEcho(received.AsSpan(0, size)) ? Answer.Allowed : null;
    }

    public override void Dispose() => socket?.Dispose();

    protected abstract bool IsEcho(ReadOnlySpan<byte> packet);

    /// <summary>For ICMP the port is the echo's identifier.</summary>
    private int BindToFreshPort(NativeSocket unbound)
    {
        var result = 0;
        for (var i = 0; i < Tries; i++)
        {
            var port = ports.Next(Probe.Source.NetworkNamespace, Probe.Protocol);
            result = unbound.Bind(new SocketAddress(new IP(0, Probe.Destination.Family), port));
            if (result != -Errno.EADDRINUSE) break;
        }

        return result;
    }
}

internal sealed class UdpAttempt : DatagramAttempt
{
    private readonly byte[] request = new byte[8];

    public UdpAttempt(int index, Probe probe, int number, SourcePorts ports)
        : base(index, probe, number, ports)
    {
        // Any content of its own will do: an echo of something else is no answer.
        BinaryPrimitives.WriteInt32BigEndian(request, index);
        BinaryPrimitives.WriteInt32BigEndian(request.AsSpan(4), number);
    }

    protected override int SocketProtocol => (int)Protocol.Udp;

    protected override byte[] Request => request;

    protected override bool IsEcho(ReadOnlySpan<byte> packet) => packet.SequenceEqual(request);
}

internal sealed class IcmpAttempt : DatagramAttempt
{
    private const byte EchoReply = 0;
    private const byte EchoRequest = 8;
    private const byte EchoRequestV6 = 128;
    private const byte EchoReplyV6 = 129;

    // type 1, code 1, checksum 2, identifier 2 (both the kernel's), sequence 2
    private readonly byte[] request = [0, 0, 0, 0, 0, 0, 0, 1];
    private readonly byte reply;

    public IcmpAttempt(int index, Probe probe, int number, SourcePorts ports)
        : base(index, probe, number, ports) =>
        (request[0], reply) = probe.Destination.Family == IPFamily.IPv4 ? (EchoRequest, EchoReply) : (EchoRequestV6, EchoReplyV6);

    protected override int SocketProtocol => (int)(Probe.Destination.Family == IPFamily.IPv4 ? Protocol.Icmp : Protocol.IcmpV6);

    protected override byte[] Request => request;

    protected override bool IsEcho(ReadOnlySpan<byte> packet) => packet.Length >= 8 && packet[0] == reply;
}
