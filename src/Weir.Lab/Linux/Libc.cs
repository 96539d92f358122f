using System.Runtime.InteropServices;

namespace Weir.Lab.Linux;

/// <summary>The system calls that .NET does not offer. Those that return -1 leave their errno in <see cref="Marshal.GetLastPInvokeError"/>.</summary>
internal static unsafe partial class Libc
{
    private const string Library = "libc";

    [LibraryImport(Library)]
    public static partial uint geteuid();

    [LibraryImport(Library, SetLastError = true)]
    public static partial int unshare(int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int setns(SafeHandle fd, int nstype);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int mount(string source, string target, string? filesystemType, nuint flags, string? data);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int umount2(string target, int flags);

    [LibraryImport(Library)]
    public static partial int close(int fd);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int socket(int domain, int type, int protocol);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int bind(SafeHandle fd, in SocketAddress address, int length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int connect(SafeHandle fd, in SocketAddress address, int length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int listen(SafeHandle fd, int backlog);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int accept4(SafeHandle fd, nint address, nint length, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint sendto(SafeHandle fd, byte* buffer, nint length, int flags, SocketAddress* address, int addressLength);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint recvfrom(SafeHandle fd, byte* buffer, nint length, int flags, SocketAddress* address, int* addressLength);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int setsockopt(SafeHandle fd, int level, int name, void* value, int length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int getsockopt(SafeHandle fd, int level, int name, void* value, int* length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int epoll_create1(int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int epoll_ctl(SafeHandle epoll, int operation, int fd, byte* epollEvent);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int epoll_wait(SafeHandle epoll, byte* events, int count, int milliseconds);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int eventfd(uint value, int flags);
}
