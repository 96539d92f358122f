using System.Globalization;
using System.Runtime.InteropServices;

namespace Weir.Dataplane;

/// <summary>
/// The kernel refused a change; nothing of it is in force. Or, with errno 110, it did not answer: then nobody knows, and the driver's
/// next call writes everything anew.
/// </summary>
public sealed class DataplaneException : Exception
{
    /// <param name="errno">The kernel's error number, positive.</param>
    /// <param name="operation">What was asked for: <c>add</c>, <c>delete</c>, <c>commit</c> …</param>
    /// <param name="target">The object that was refused, in the driver's own notation.</param>
    /// <param name="detail">What else is known, the kernel's own message first; or null.</param>
    public DataplaneException(int errno, string operation, string target, string? detail = null)
        : base(Describe(errno, operation, target, detail))
    {
        Errno = errno;
        Operation = operation;
        Target = target;
    }

    /// <summary>As in errno(3): 2 is "no such object", 17 "exists already".</summary>
    public int Errno { get; }

    public string Operation { get; }

    public string Target { get; }

    private static string Describe(int errno, string operation, string target, string? detail)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture, $"errno {errno} ({Marshal.GetPInvokeErrorMessage(errno)}): {operation} {target}");
        return detail is null ? text : $"{text}: {detail}";
    }
}
