using Weir.Policy.Compilation;

namespace Weir.Dataplane;

/// <summary>
/// Enforces a policy table in one network namespace. A driver remembers what it has applied, so that a delta is enough; calls may
/// come from any thread and are served one after the other.
/// </summary>
public interface IDataplane : IDisposable
{
    /// <summary>
    /// Makes the change as one transaction: all of it or nothing. The first call installs the driver; whatever an earlier run left
    /// behind is replaced in that same transaction, so there is no moment without enforcement. Disposing leaves it in force.
    /// </summary>
    /// <exception cref="ArgumentException">The delta does not fit what was applied before. Nothing was sent.</exception>
    /// <exception cref="DataplaneException">The kernel refused. The old state is whole, in the kernel and in the driver.</exception>
    void Apply(TableDelta delta);

    /// <summary>
    /// Writes everything that was applied once more, as one transaction, whatever someone else did to it. Nothing happens before the first
    /// <see cref="Apply"/>.
    /// </summary>
    /// <exception cref="DataplaneException">The kernel refused.</exception>
    void Repair();

    /// <summary>Uninstalls: nothing of ours stays, nothing is judged any more, and the driver has forgotten what it applied.</summary>
    /// <exception cref="DataplaneException">The kernel refused. Enforcement goes on.</exception>
    void Remove();
}
