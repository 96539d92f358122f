using Weir.Policy.Model;

namespace Weir.Policy.Resolution;

/// <summary>Which pod an address belongs to when several have it (R76).</summary>
public static class AddressOwnership
{
    /// <summary>Host-network pods count as their node (R59), and the address of a finished pod is nobody's (R72).</summary>
    public static bool CanOwn(Pod pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return pod is { HostNetwork: false, IsFinished: false };
    }

    /// <summary>Running beats not running, then the newest wins; the name settles the rest, so that every observer agrees.</summary>
    public static bool Beats(Pod challenger, Pod holder)
    {
        ArgumentNullException.ThrowIfNull(challenger);
        ArgumentNullException.ThrowIfNull(holder);
        var order = (challenger.Phase == PodPhase.Running).CompareTo(holder.Phase == PodPhase.Running);
        if (order == 0) order = challenger.CreatedAt.CompareTo(holder.CreatedAt);
        if (order == 0) order = string.CompareOrdinal(holder.Namespace, challenger.Namespace);
        if (order == 0) order = string.CompareOrdinal(holder.Name, challenger.Name);
        return order > 0;
    }
}
