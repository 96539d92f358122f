using Microsoft.Win32.SafeHandles;

namespace Weir.Lab.Linux;

/// <summary>
/// Lets the current thread go from namespace to namespace and brings it home at the end. Use it on a dedicated thread, from first to last:
/// a thread of the pool would carry the namespace into other people's work.
/// </summary>
internal sealed class NamespaceVisit : IDisposable
{
    private readonly SafeFileHandle home = LabNamespace.OpenCurrent();
    private LabNamespace? current;
    private bool left;

    public void Enter(LabNamespace target)
    {
        if (ReferenceEquals(current, target)) return;

        LabNamespace.Enter(target.Handle);
        left = true;
        current = target;
    }

    public LabNamespace Create(string name)
    {
        // Until it returns the thread may be inside a namespace that has no name yet.
        current = null;
        left = true;
        return current = LabNamespace.CreateAndEnter(name);
    }

    public void Dispose()
    {
        if (left) LabNamespace.Enter(home);
        home.Dispose();
    }
}
