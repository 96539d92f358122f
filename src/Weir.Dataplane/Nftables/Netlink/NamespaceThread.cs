using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Weir.Dataplane.Nftables.Netlink;

/// <summary>
/// A network namespace belongs to a thread, and pool threads are shared: so a thread of its own enters the namespace, and ends there.
/// A socket stays in the namespace it was opened in, wherever it is used from.
/// </summary>
internal static class NamespaceThread
{
    /// <exception cref="DataplaneException">The namespace does not exist or may not be entered.</exception>
    public static T Run<T>(NetworkNamespace target, Func<T> action)
    {
        if (target.Path is not { } path) return action();

        T? result = default;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Enter(path);
                result = action();
            }
            catch (Exception e)
            {
                failure = e;
            }
        })
        { IsBackground = true, Name = "weir netns" };
        thread.Start();
        thread.Join();

        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
        return result!;
    }

    private static void Enter(string path)
    {
        var descriptor = LibC.Open(path, LibC.OpenReadOnly | LibC.OpenCloexec);
        if (descriptor < 0) throw new DataplaneException(Marshal.GetLastPInvokeError(), "open", $"network namespace {path}");

        try
        {
            if (LibC.SetNamespace(descriptor, LibC.CloneNewnet) < 0)
            {
                throw new DataplaneException(Marshal.GetLastPInvokeError(), "enter", $"network namespace {path}");
            }
        }
        finally
        {
            _ = LibC.Close(descriptor);
        }
    }
}
