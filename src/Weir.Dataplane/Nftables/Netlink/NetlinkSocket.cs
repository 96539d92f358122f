using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Weir.Dataplane.Nftables.Netlink;

/// <summary>A netlink socket to the kernel's netfilter subsystems. Not safe for use by several threads at once.</summary>
internal sealed unsafe class NetlinkSocket : SafeHandleMinusOneIsInvalid
{
    // Room for the refusals of a large batch; beyond it the kernel drops them, which the reader notices.
    private const int ReceiveBuffer = 4 << 20;

    private int sendBuffer;

    private NetlinkSocket(int descriptor) : base(ownsHandle: true) => SetHandle(descriptor);

    private int Descriptor => (int)handle;

    /// <exception cref="DataplaneException">No such namespace, or no netlink there.</exception>
    public static NetlinkSocket Open(NetworkNamespace target) => NamespaceThread.Run(target, Open);

    /// <summary>Hands over one datagram, however large: a batch must reach the kernel in one piece.</summary>
    /// <exception cref="DataplaneException">The kernel did not take it; nothing of it happened.</exception>
    public void Send(ReadOnlySpan<byte> data)
    {
        GrowSendBuffer(data.Length);
        var kernel = new LibC.SocketAddress { Family = LibC.AfNetlink };
        fixed (byte* start = data)
        {
            while (LibC.SendTo(Descriptor, start, (nuint)data.Length, 0, in kernel, (uint)Unsafe.SizeOf<LibC.SocketAddress>()) < 0)
            {
                var errno = Marshal.GetLastPInvokeError();
                if (errno != LibC.EIntr) throw new DataplaneException(errno, "send", $"{data.Length} bytes");
            }
        }
    }

    /// <summary>The next datagram from the kernel.</summary>
    /// <param name="buffer">A longer datagram is cut.</param>
    /// <param name="timeout">Zero returns what is there already.</param>
    /// <param name="length">Its length in bytes when the result is <see cref="ReceiveResult.Data"/>, else 0.</param>
    /// <exception cref="IOException">The socket is broken.</exception>
    public ReceiveResult Receive(Span<byte> buffer, TimeSpan timeout, out int length)
    {
        length = 0;
        var deadline = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        fixed (byte* start = buffer)
        {
            while (true)
            {
                var addressLength = (uint)Unsafe.SizeOf<LibC.SocketAddress>();
                var count = LibC.ReceiveFrom(
                    Descriptor, start, (nuint)buffer.Length, LibC.MsgDontwait, out var sender, ref addressLength);
                if (count >= 0)
                {
                    // Only the kernel is believed.
                    if (sender.Port != 0) continue;

                    length = (int)count;
                    return ReceiveResult.Data;
                }

                switch (Marshal.GetLastPInvokeError())
                {
                    case LibC.EIntr:
                        continue;
                    case LibC.ENoBufs:
                        return ReceiveResult.Overrun;
                    case LibC.EAgain:
                        var left = deadline - Environment.TickCount64;
                        if (left <= 0) return ReceiveResult.Nothing;
                        WaitForData(left);
                        continue;
                    case var errno:
                        throw new IOException($"Receiving from netlink failed: {Marshal.GetPInvokeErrorMessage(errno)}.");
                }
            }
        }
    }

    protected override bool ReleaseHandle() => LibC.Close(Descriptor) == 0;

    private static NetlinkSocket Open()
    {
        var descriptor = LibC.Socket(LibC.AfNetlink, LibC.SockRaw | LibC.SockCloexec, LibC.NetlinkNetfilter);
        if (descriptor < 0) throw new DataplaneException(Marshal.GetLastPInvokeError(), "open", "netlink socket");

        var socket = new NetlinkSocket(descriptor);
        var address = new LibC.SocketAddress { Family = LibC.AfNetlink };
        if (LibC.Bind(descriptor, in address, (uint)Unsafe.SizeOf<LibC.SocketAddress>()) < 0)
        {
            var errno = Marshal.GetLastPInvokeError();
            socket.Dispose();
            throw new DataplaneException(errno, "bind", "netlink socket");
        }

        // Both are refinements of error reports; a kernel without them still answers.
        _ = socket.TrySet(LibC.SolNetlink, LibC.NetlinkCapAck, 1);
        _ = socket.TrySet(LibC.SolNetlink, LibC.NetlinkExtAck, 1);
        _ = socket.TrySet(LibC.SolSocket, LibC.SoRcvbufForce, ReceiveBuffer)
            || socket.TrySet(LibC.SolSocket, LibC.SoRcvbuf, ReceiveBuffer);
        return socket;
    }

    /// <summary>The kernel takes no datagram longer than the send buffer; it doubles what is asked for.</summary>
    private void GrowSendBuffer(int length)
    {
        if (length <= sendBuffer) return;

        if (!TrySet(LibC.SolSocket, LibC.SoSndbufForce, length)) _ = TrySet(LibC.SolSocket, LibC.SoSndbuf, length);
        sendBuffer = length;
    }

    private bool TrySet(int level, int option, int value) =>
        LibC.SetSocketOption(Descriptor, level, option, in value, sizeof(int)) == 0;

    private void WaitForData(long milliseconds)
    {
        var entry = new LibC.PollEntry { Descriptor = Descriptor, Events = LibC.PollIn };

        // A signal or an error just leads to the next attempt to read, which tells.
        _ = LibC.Poll(ref entry, 1, (int)Math.Min(milliseconds, int.MaxValue));
    }
}

internal enum ReceiveResult
{
    /// <summary>No datagram came in time.</summary>
    Nothing,

    Data,

    /// <summary>The kernel had to drop datagrams. Those before the gap can still be read.</summary>
    Overrun,
}
