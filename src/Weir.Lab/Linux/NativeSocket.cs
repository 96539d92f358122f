using Microsoft.Win32.SafeHandles;
using Weir.Policy.Addresses;

namespace Weir.Lab.Linux;

/// <summary>
/// A non-blocking socket of the namespace that its thread was in when it was opened. The methods return what the system call
/// does, with an error as its negative errno: thousands of refused probes must not cost thousands of exceptions.
/// </summary>
internal sealed unsafe class NativeSocket : SafeHandleMinusOneIsInvalid
{
    public const int SOCK_STREAM = 1;
    public const int SOCK_DGRAM = 2;
    public const int SOCK_RAW = 3;

    private const int SOCK_NONBLOCK = 0x800;
    private const int SOCK_CLOEXEC = 0x80000;
    private const int SOL_SOCKET = 1;
    private const int SO_REUSEADDR = 2;
    private const int SO_ERROR = 4;
    private const int SO_LINGER = 13;
    private const int SO_RCVBUFFORCE = 33;
    private const int MSG_ERRQUEUE = 0x2000;
    private const int MSG_NOSIGNAL = 0x4000;
    private const int IPPROTO_IP = 0;
    private const int IP_RECVERR = 11;
    private const int IPPROTO_IPV6 = 41;
    private const int IPV6_RECVERR = 25;

    private NativeSocket(int fd)
        : base(ownsHandle: true) => SetHandle(fd);

    /// <exception cref="LabException">The kernel has no such socket, or no file descriptor is left.</exception>
    public static NativeSocket Open(IPFamily family, int type, int protocol)
    {
        var fd = Libc.socket(SocketAddress.FamilyOf(family), type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol);
        return fd >= 0 ? new NativeSocket(fd) : throw Errno.Failure($"open an {family} socket for protocol {protocol}", Errno.Last);
    }

    public static NativeSocket OpenNetlink(int protocol)
    {
        const int AF_NETLINK = 16;
        var fd = Libc.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
        return fd >= 0 ? new NativeSocket(fd) : throw Errno.Failure($"open a netlink socket for protocol {protocol}", Errno.Last);
    }

    public int Bind(in SocketAddress address) => Result(Libc.bind(this, address, address.Size));

    public int Connect(in SocketAddress address) => Result(Libc.connect(this, address, address.Size));

    public int Listen(int backlog) => Result(Libc.listen(this, backlog));

    public int Send(ReadOnlySpan<byte> packet)
    {
        fixed (byte* buffer = packet) return Result(Libc.sendto(this, buffer, packet.Length, MSG_NOSIGNAL, null, 0));
    }

    public int SendTo(ReadOnlySpan<byte> packet, SocketAddress address)
    {
        fixed (byte* buffer = packet) return Result(Libc.sendto(this, buffer, packet.Length, MSG_NOSIGNAL, &address, address.Size));
    }

    public int Receive(Span<byte> packet)
    {
        fixed (byte* buffer = packet) return Result(Libc.recvfrom(this, buffer, packet.Length, 0, null, null));
    }

    public int ReceiveFrom(Span<byte> packet, out SocketAddress sender) => ReceiveFrom(packet, 0, out sender);

    /// <summary>Takes one ICMP error off the socket's queue: the packet that met it and where that packet was going.</summary>
    public int ReceiveError(Span<byte> packet, out SocketAddress destination) => ReceiveFrom(packet, MSG_ERRQUEUE, out destination);

    /// <summary>Takes a waiting connection and resets it. False when none waits.</summary>
    public bool AcceptAndClose()
    {
        var fd = Libc.accept4(this, 0, 0, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) return false;

        _ = Libc.close(fd);
        return true;
    }

    /// <summary>The pending error as an errno; 0 for none. Reading clears it.</summary>
    public int TakeError()
    {
        int error = 0, length = sizeof(int);
        return Libc.getsockopt(this, SOL_SOCKET, SO_ERROR, &error, &length) < 0 ? Errno.Last : error;
    }

    public void AllowAddressReuse() => SetOption(SOL_SOCKET, SO_REUSEADDR, 1);

    public void SetReceiveBuffer(int bytes) => SetOption(SOL_SOCKET, SO_RCVBUFFORCE, bytes);

    /// <summary>ICMP errors about packets of this unconnected socket are queued for <see cref="ReceiveError"/>.</summary>
    public void QueueErrors(IPFamily family)
    {
        if (family == IPFamily.IPv4) SetOption(IPPROTO_IP, IP_RECVERR, 1);
        else SetOption(IPPROTO_IPV6, IPV6_RECVERR, 1);
    }

    /// <summary>Closing resets the connection, so that nothing lingers in TIME_WAIT, here or in a connection table on the way.</summary>
    public void ResetOnClose()
    {
        // struct linger: on, for no seconds
        var linger = 1L;
        _ = Libc.setsockopt(this, SOL_SOCKET, SO_LINGER, &linger, sizeof(long));
    }

    protected override bool ReleaseHandle() => Libc.close((int)handle) == 0;

    private int ReceiveFrom(Span<byte> packet, int flags, out SocketAddress address)
    {
        SocketAddress from = default;
        var length = SocketAddress.MaxSize;
        fixed (byte* buffer = packet)
        {
            var result = Result(Libc.recvfrom(this, buffer, packet.Length, flags, &from, &length));
            address = from;
            return result;
        }
    }

    private void SetOption(int level, int name, int value) => _ = Libc.setsockopt(this, level, name, &value, sizeof(int));

    private static int Result(nint returned) => returned < 0 ? -Errno.Last : (int)returned;
}
