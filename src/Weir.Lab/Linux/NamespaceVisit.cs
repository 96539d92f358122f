using Microsoft.Win32.SafeHandles;

namespace Weir.Lab.Linux;

/// <summary>
/// Lets the current thread go from namespace to namespace and brings it home at the end. Use it on a dedicated thread, from first to last:
/// a thread of the pool would carry the namespace into other people's work.
/// </summary>
internal sealed class NamespaceVisit : IDisposable
{
    private readonly SafeFileHandle home = NetworkNamespace.OpenCurrent();
    private NetworkNamespace? current;
    private bool left;

    public void Enter(NetworkNamespace target)
    {
        if (ReferenceEquals(current, target)) return;

        NetworkNamespace.Enter(target.Handle);
        left = true;
        current = target;
    }

    public NetworkNamespace Create(string name)
    {
        // Until it returns the thread may be inside a namespace that has no name yet.
        current = null;
        left = true;
        return current = NetworkNamespace.CreateAndEnter(name);
    }

    public void Dispose()
    {
        if (left) NetworkNamespace.Enter(home);
        home.Dispose();
    }
}
