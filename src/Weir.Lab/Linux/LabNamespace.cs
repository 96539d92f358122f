using Microsoft.Win32.SafeHandles;

namespace Weir.Lab.Linux;

/// <summary>A named network namespace, as <c>ip netns</c> lists it. It lives until it is removed and nothing uses it any more.</summary>
public sealed class LabNamespace : IDisposable
{
    private const int CLONE_NEWNET = 0x40000000;
    private const int MS_BIND = 0x1000;
    private const int MS_REC = 0x4000;
    private const int MS_SHARED = 0x100000;
    private const int MNT_DETACH = 2;
    private const string Folder = "/run/netns";
    private const string CurrentNamespace = "/proc/thread-self/ns/net";

    private readonly SafeFileHandle handle;

    private LabNamespace(string name, SafeFileHandle handle)
    {
        Name = name;
        this.handle = handle;
    }

    public string Name { get; }

    /// <summary>The file that stands for the namespace: open it and pass it to <c>setns</c>.</summary>
    public string Path => PathOf(Name);

    internal SafeFileHandle Handle => handle;

    /// <summary>The names of all namespaces that begin with a prefix, in order.</summary>
    public static IReadOnlyList<string> List(string prefix) => Directory.Exists(Folder)
        ? [.. Directory.EnumerateFiles(Folder).Select(path => System.IO.Path.GetFileName(path))
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Removes a name. Sockets and threads that are still inside keep the namespace itself alive. No error when the name is gone.</summary>
    public static void Remove(string name)
    {
        // A leftover file that is not mounted on gives an error here and goes with the next line.
        _ = Libc.umount2(PathOf(name), MNT_DETACH);
        File.Delete(PathOf(name));
    }

    /// <summary>Runs code inside the namespace on a thread of its own. Sockets that it opens stay there and can be used anywhere.</summary>
    /// <remarks>
    /// A new thread starts in its creator's namespace, and the thread pool grows from whichever thread queues work. So the code must be
    /// synchronous and queue nothing.
    /// </remarks>
    public Task<T> RunAsync<T>(Func<T> inside)
    {
        ArgumentNullException.ThrowIfNull(inside);
        return DedicatedThread.RunAsync("netns", () =>
        {
            using var visit = new NamespaceVisit();
            visit.Enter(this);
            return inside();
        });
    }

    public void Dispose() => handle.Dispose();

    /// <summary>Makes the namespace and leaves the calling thread inside it.</summary>
    /// <exception cref="LabException">The name is taken, or the kernel refuses.</exception>
    internal static LabNamespace CreateAndEnter(string name)
    {
        try
        {
            ShareFolder();

            // The file is also the lock: of two labs with one name, one fails here, before it has made anything.
            using var file = new FileStream(PathOf(name), FileMode.CreateNew, FileAccess.Write);
        }
        catch (IOException) when (File.Exists(PathOf(name)))
        {
            throw new LabException(LabError.NameInUse, $"A network namespace {name} exists already.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LabException(LabError.NotPermitted, $"Cannot write to {Folder}: {exception.Message}", exception);
        }

        try
        {
            if (Libc.unshare(CLONE_NEWNET) < 0) throw Errno.Failure("make a network namespace", Errno.Last);
            if (Libc.mount(CurrentNamespace, PathOf(name), null, MS_BIND, null) < 0) throw Errno.Failure($"name the namespace {name}", Errno.Last);

            return new LabNamespace(name, OpenCurrent());
        }
        catch
        {
            Remove(name);
            throw;
        }
    }

    internal static SafeFileHandle OpenCurrent() => File.OpenHandle(CurrentNamespace);

    internal static void Enter(SafeFileHandle handle)
    {
        if (Libc.setns(handle, CLONE_NEWNET) < 0) throw Errno.Failure("enter a network namespace", Errno.Last);
    }

    private static string PathOf(string name) => $"{Folder}/{name}";

    /// <summary>
    /// Makes the folder a shared mount, as <c>ip netns add</c> does: were it done later by somebody else, each namespace of ours would be
    /// mounted twice, once out of reach.
    /// </summary>
    private static void ShareFolder()
    {
        Directory.CreateDirectory(Folder);
        if (Libc.mount("", Folder, "none", MS_SHARED | MS_REC, null) == 0) return;

        if (Libc.mount(Folder, Folder, "none", MS_BIND | MS_REC, null) < 0
            || Libc.mount("", Folder, "none", MS_SHARED | MS_REC, null) < 0)
        {
            throw Errno.Failure($"share {Folder}", Errno.Last);
        }
    }
}
