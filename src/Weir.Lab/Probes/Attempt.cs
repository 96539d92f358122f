using System.Buffers.Binary;
using Weir.Lab.Linux;
using Weir.Policy.Addresses;
using Weir.Policy.Ports;

namespace Weir.Lab.Probes;

/// <summary>How an attempt ended.</summary>
internal readonly record struct Answer(ProbeOutcome Outcome, string? Detail = null)
{
    public static readonly Answer Allowed = new(ProbeOutcome.Allowed);

    public static readonly Answer Denied = new(ProbeOutcome.Denied);

    /// <summary>An error that the network caused: somebody on the way, or at its end, answered no.</summary>
    public static Answer FromNetwork(int errno) => errno switch
    {
        Errno.ETIMEDOUT => Denied,
        Errno.ECONNREFUSED or Errno.ECONNRESET or Errno.EHOSTUNREACH or Errno.ENETUNREACH or Errno.EACCES or Errno.ENOPROTOOPT =>
            new(ProbeOutcome.Refused, Errno.Text(errno)),
        _ => new(ProbeOutcome.Error, Errno.Text(errno)),
    };

    /// <summary>An error of the sending call itself. Null: go on waiting.</summary>
    public static Answer? FromSending(int errno) => errno switch
    {
        // A rule that drops the packet on its way out of the sender's own namespace shows as EPERM: that is silence too.
        Errno.EPERM or Errno.EAGAIN => null,
        Errno.ECONNREFUSED => new(ProbeOutcome.Refused, Errno.Text(errno)),
        _ => new(ProbeOutcome.Error, Errno.Text(errno)),
    };
}

/// <summary>One try of one probe. Started inside the source's namespace; all else may happen anywhere.</summary>
internal abstract class Attempt(int index, Probe probe, int number) : IDisposable
{
    /// <summary>The probe's place in the caller's list.</summary>
    public int Index { get; } = index;

    public Probe Probe { get; } = probe;

    /// <summary>From 1; more than 1 confirms a silence.</summary>
    public int Number { get; } = number;

    public required long Id { get; init; }

    public long StartedAt { get; set; }

    /// <summary>How often the packet was sent again.</summary>
    public int Repeats { get; set; }

    public bool IsOver { get; set; }

    /// <summary>Sends the first packet. Null: the answer is still to come.</summary>
    public abstract Answer? Start(Epoll epoll);

    /// <summary>Sends the packet again, since it may have been lost. Null: the answer is still to come.</summary>
    public virtual Answer? Repeat() => null;

    /// <summary>Reads what has come. Null: nothing that answers.</summary>
    public virtual Answer? Read() => null;

    public abstract void Dispose();
}

/// <summary>Allowed means that the handshake completes. The kernel's own repeat after one second comes too late; a confirming attempt stands in for it.</summary>
internal sealed class TcpAttempt(int index, Probe probe, int number) : Attempt(index, probe, number)
{
    private NativeSocket? socket;

    public override Answer? Start(Epoll epoll)
    {
        socket = NativeSocket.Open(Probe.Destination.Family, NativeSocket.SOCK_STREAM, (int)Protocol.Tcp);
        socket.ResetOnClose();
        var result = socket.Connect(new SocketAddress(Probe.Destination, Probe.Port));
        if (result == 0) return Answer.Allowed;
        if (result != -Errno.EINPROGRESS) return Answer.FromSending(-result);

        epoll.Add(socket, Id, EpollEvents.Out);
        return null;
    }

    public override Answer? Read() => socket!.TakeError() is not 0 and var errno ? Answer.FromNetwork(errno) : Answer.Allowed;

    public override void Dispose() => socket?.Dispose();
}

/// <summary>A request and its echo over a connected datagram socket: UDP to a listener, or ICMP to the kernel.</summary>
internal abstract class DatagramAttempt(int index, Probe probe, int number) : Attempt(index, probe, number)
{
    private readonly byte[] received = new byte[256];
    private NativeSocket? socket;

    protected abstract int SocketProtocol { get; }

    protected abstract byte[] Request { get; }

    public override Answer? Start(Epoll epoll)
    {
        socket = NativeSocket.Open(Probe.Destination.Family, NativeSocket.SOCK_DGRAM, SocketProtocol);
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
}

internal sealed class UdpAttempt : DatagramAttempt
{
    private readonly byte[] request = new byte[8];

    public UdpAttempt(int index, Probe probe, int number)
        : base(index, probe, number)
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

    public IcmpAttempt(int index, Probe probe, int number)
        : base(index, probe, number) =>
        (request[0], reply) = probe.Destination.Family == IPFamily.IPv4 ? (EchoRequest, EchoReply) : (EchoRequestV6, EchoReplyV6);

    protected override int SocketProtocol => (int)(Probe.Destination.Family == IPFamily.IPv4 ? Protocol.Icmp : Protocol.IcmpV6);

    protected override byte[] Request => request;

    protected override bool IsEcho(ReadOnlySpan<byte> packet) => packet.Length >= 8 && packet[0] == reply;
}

internal sealed class SctpAttempt(int index, Probe probe, int number, SctpClient client) : Attempt(index, probe, number)
{
    /// <summary>The source port, which is also what tells the answers apart.</summary>
    public ushort Port { get; private set; }

    public override Answer? Start(Epoll epoll)
    {
        Port = client.Begin(this);
        return Sent(client.Send(this));
    }

    public override Answer? Repeat() => Sent(client.Send(this));

    public override void Dispose() => client.End(this);

    private static Answer? Sent(int result) => result < 0 ? Answer.FromSending(-result) : null;
}
