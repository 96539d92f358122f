using System.Runtime.InteropServices;

namespace Weir.Lab.Linux;

/// <summary>The error numbers that the lab tells apart. Same values on every architecture that .NET runs on.</summary>
internal static class Errno
{
    public const int EPERM = 1;
    public const int ESRCH = 3;
    public const int EINTR = 4;
    public const int EAGAIN = 11;
    public const int EACCES = 13;
    public const int ENODEV = 19;
    public const int ENOPROTOOPT = 92;
    public const int EOPNOTSUPP = 95;
    public const int EADDRINUSE = 98;
    public const int ENETUNREACH = 101;
    public const int ECONNRESET = 104;
    public const int ETIMEDOUT = 110;
    public const int ECONNREFUSED = 111;
    public const int EHOSTUNREACH = 113;
    public const int EINPROGRESS = 115;

    public static int Last => Marshal.GetLastPInvokeError();

    /// <summary>The C library's words: "Connection refused".</summary>
    public static string Text(int errno) => Marshal.GetPInvokeErrorMessage(errno);

    /// <summary>The exception for a step that the kernel refused.</summary>
    public static LabException Failure(string step, int errno) => new(
        errno is EPERM or EACCES ? LabError.NotPermitted : LabError.Kernel,
        $"The kernel refused to {step}: {Text(errno)} (errno {errno}).");
}
