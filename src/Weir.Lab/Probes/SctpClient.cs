using System.Buffers.Binary;
using Weir.Lab.Linux;
using Weir.Policy.Addresses;
using Weir.Policy.Ports;

namespace Weir.Lab.Probes;

/// <summary>
/// The SCTP probes of one namespace and family: they share a raw socket, which receives every SCTP packet of the namespace, and are told
/// apart by their source port.
/// </summary>
internal sealed class SctpClient : IDisposable
{
    private const int ReceiveBuffer = 4 << 20;

    private readonly IPFamily family;
    private readonly NativeSocket socket;
    private readonly Dictionary<ushort, SctpAttempt> attempts = [];
    private readonly byte[] buffer = new byte[2048];
    private readonly Func<ushort> nextPort;

    /// <summary>Opens the socket in the namespace of the calling thread.</summary>
    public SctpClient(IPFamily family, long id, Epoll epoll, Func<ushort> nextPort)
    {
        this.family = family;
        this.nextPort = nextPort;
        socket = NativeSocket.Open(family, NativeSocket.SOCK_RAW, (int)Protocol.Sctp);
        socket.SetReceiveBuffer(ReceiveBuffer);
        socket.QueueErrors(family);
        epoll.Add(socket, id, EpollEvents.In);
    }

    /// <returns>A source port that no attempt uses.</returns>
    public ushort Begin(SctpAttempt attempt)
    {
        ushort port;
        do port = nextPort();
        while (!attempts.TryAdd(port, attempt));

        return port;
    }

    public void End(SctpAttempt attempt) => attempts.Remove(attempt.Port);

    /// <summary>Sends an INIT; returns a negative errno when the kernel did not take it.</summary>
    public int Send(SctpAttempt attempt)
    {
        Span<byte> bytes = stackalloc byte[SctpPacket.MaxSize];
        var size = new SctpPacket(attempt.Port, attempt.Probe.Port, 0, SctpChunk.Init, TagOf(attempt)).Write(bytes);
        return socket.SendTo(bytes[..size], new SocketAddress(attempt.Probe.Destination, 0));
    }

    /// <summary>Reads all that has come and names the attempts that it answers.</summary>
    public void Read(Action<SctpAttempt, Answer> answered)
    {
        // An ICMP error makes one receive call fail, so the loop ends on "nothing more" only. The bound is there for errors that stay.
        for (var errors = 0; errors < 64;)
        {
            var size = socket.ReceiveFrom(buffer, out var sender);
            if (size == -Errno.EAGAIN) break;

            if (size < 0) errors++;
            else ReadPacket(RawPacket.Payload(buffer.AsSpan(0, size), family), sender.IP, answered);
        }

        while (socket.ReceiveError(buffer, out var destination) is >= 0 and var size)
        {
            ReadError(buffer.AsSpan(0, size), destination.IP, answered);
        }
    }

    public void Dispose() => socket.Dispose();

    // Never zero, and different for every attempt under way.
    private static uint TagOf(SctpAttempt attempt) => 0x5EED0000u | attempt.Port;

    private void ReadPacket(ReadOnlySpan<byte> bytes, IP sender, Action<SctpAttempt, Answer> answered)
    {
        if (!SctpPacket.TryRead(bytes, out var packet) || packet.Chunk == SctpChunk.Init) return;
        if (!attempts.TryGetValue(packet.DestinationPort, out var attempt)) return;
        if (sender != attempt.Probe.Destination || packet.SourcePort != attempt.Probe.Port || packet.VerificationTag != TagOf(attempt)) return;

        answered(attempt, packet.Chunk == SctpChunk.InitAck ? Answer.Allowed : new Answer(ProbeOutcome.Refused, "SCTP abort"));
    }

    /// <summary>An ICMP error quotes the packet that caused it: its first two bytes are the source port.</summary>
    private void ReadError(ReadOnlySpan<byte> quoted, IP destination, Action<SctpAttempt, Answer> answered)
    {
        if (quoted.Length < 4 || !attempts.TryGetValue(BinaryPrimitives.ReadUInt16BigEndian(quoted), out var attempt)) return;
        if (destination != attempt.Probe.Destination) return;

        answered(attempt, new Answer(ProbeOutcome.Refused, "ICMP error"));
    }
}
