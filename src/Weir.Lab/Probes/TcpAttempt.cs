using Weir.Lab.Linux;
using Weir.Policy.Ports;

namespace Weir.Lab.Probes;

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
