using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Weir.Lab.Linux;

/// <summary>Waits for many sockets at once. Each is known by a number of the caller's choice.</summary>
internal sealed unsafe class Epoll : SafeHandleMinusOneIsInvalid
{
    private const int EPOLL_CLOEXEC = 0x80000;
    private const int EPOLL_CTL_ADD = 1;
    private const int MaxEvents = 256;

    // struct epoll_event is packed on x86 only: 4 bytes of events, then 8 of data.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 ? 4 : 8;
    private static readonly int EventSize = DataOffset + 8;

    private readonly byte[] buffer = new byte[MaxEvents * EventSize];
    private int wakeEvent = -1;

    public Epoll()
        : base(ownsHandle: true)
    {
        SetHandle(Libc.epoll_create1(EPOLL_CLOEXEC));
        if (IsInvalid) throw Errno.Failure("make an epoll instance", Errno.Last);
    }

    public void Add(NativeSocket socket, long id, EpollEvents events) => Add((int)socket.DangerousGetHandle(), id, events);

    /// <summary>The ids of sockets that are ready; empty when the time is over first.</summary>
    /// <param name="ready">Cleared and filled.</param>
    /// <param name="milliseconds">0 does not wait; -1 waits for ever.</param>
    public void Wait(List<long> ready, int milliseconds)
    {
        ready.Clear();
        int count;
        fixed (byte* pointer = buffer) count = Libc.epoll_wait(this, pointer, MaxEvents, milliseconds);

        if (count < 0 && Errno.Last != Errno.EINTR) throw Errno.Failure("wait for sockets", Errno.Last);
        for (var i = 0; i < count; i++) ready.Add(MemoryMarshal.Read<long>(buffer.AsSpan((i * EventSize) + DataOffset)));
    }

    /// <summary>Makes every wait return at once from now on, with the id -1 among the ready ones.</summary>
    public void Wake()
    {
        // An event that is born signalled and never read.
        wakeEvent = Libc.eventfd(1, EPOLL_CLOEXEC);
        Add(wakeEvent, -1, EpollEvents.In);
    }

    protected override bool ReleaseHandle()
    {
        if (wakeEvent >= 0) _ = Libc.close(wakeEvent);
        return Libc.close((int)handle) == 0;
    }

    private void Add(int fd, long id, EpollEvents events)
    {
        Span<byte> entry = stackalloc byte[EventSize];
        MemoryMarshal.Write(entry, (uint)events);
        MemoryMarshal.Write(entry[DataOffset..], id);
        fixed (byte* pointer = entry)
        {
            if (Libc.epoll_ctl(this, EPOLL_CTL_ADD, fd, pointer) < 0) throw Errno.Failure("watch a socket", Errno.Last);
        }
    }
}

[Flags]
internal enum EpollEvents : uint
{
    None = 0,
    In = 1,
    Out = 4,
}
