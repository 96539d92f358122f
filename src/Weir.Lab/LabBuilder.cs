using Weir.Lab.Linux;
using Weir.Lab.Planning;

namespace Weir.Lab;

/// <summary>
/// The kernel objects of one lab: its namespaces, each with a netlink socket inside. All methods block and must run on a dedicated thread;
/// <see cref="LabCluster"/> sees to both and to one at a time.
/// </summary>
internal sealed class LabBuilder(bool ipv6) : IDisposable
{
    private readonly Dictionary<string, Place> places = [];

    private sealed record Place(LabNamespace Namespace, Rtnetlink Netlink);

    /// <exception cref="ArgumentException">The lab has no such namespace, or no longer.</exception>
    public LabNamespace this[string name] => places.TryGetValue(name, out var place)
        ? place.Namespace
        : throw new ArgumentException($"The lab has no network namespace {name}.", nameof(name));

    public void Build(LabPlan plan, CancellationToken cancellationToken)
    {
        using var visit = new NamespaceVisit();
        AddNamespace(visit, plan.Underlay, forwarding: true);
        foreach (var ip in plan.UnderlayAddresses) places[plan.Underlay].Netlink.AddAddress(Rtnetlink.Loopback, ip, ip.Width);

        foreach (var link in plan.Links())
        {
            cancellationToken.ThrowIfCancellationRequested();
            Connect(visit, link);
        }
    }

    /// <summary>Adds a pod, its link and the route to it from the underlay.</summary>
    public void Add(LabLink pod, LabLink node)
    {
        using var visit = new NamespaceVisit();
        try
        {
            Connect(visit, pod);
            foreach (var ip in pod.Addresses) Wiring.AddRoute(places[node.Outer].Netlink, node, ip);
        }
        catch
        {
            Remove(pod, node);
            throw;
        }
    }

    /// <summary>Removes what <see cref="Add"/> made, also when it made only a part.</summary>
    public void Remove(LabLink pod, LabLink node)
    {
        foreach (var ip in pod.Addresses) Wiring.DeleteRoute(places[node.Outer].Netlink, node, ip);

        // The link goes now and not with the namespace, which lives as long as anybody has a socket in it.
        Wiring.Disconnect(places[pod.Outer].Netlink, pod);
        if (places.Remove(pod.Inner, out var place)) Remove(place);
    }

    /// <exception cref="LabException">Some namespace could not be removed. All others are.</exception>
    public void Dispose()
    {
        Exception? first = null;
        foreach (var place in places.Values)
        {
            try
            {
                Remove(place);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                first ??= exception;
            }
        }

        places.Clear();
        if (first is not null) throw new LabException(LabError.Kernel, $"Not all of the lab could be removed: {first.Message}", first);
    }

    private void Connect(NamespaceVisit visit, LabLink link)
    {
        var inner = AddNamespace(visit, link.Inner, link.InnerForwards);
        new Wiring(places[link.Outer].Netlink, inner.Netlink).Connect(link, inner.Namespace, ipv6);
    }

    private Place AddNamespace(NamespaceVisit visit, string name, bool forwarding)
    {
        var created = visit.Create(name);
        try
        {
            Sysctl.Prepare(ipv6, forwarding);
            var place = places[name] = new Place(created, new Rtnetlink());
            place.Netlink.SetUp(Rtnetlink.Loopback);
            return place;
        }
        catch when (!places.ContainsKey(name))
        {
            LabNamespace.Remove(name);
            created.Dispose();
            throw;
        }
    }

    private static void Remove(Place place)
    {
        place.Netlink.Dispose();
        place.Namespace.Dispose();
        LabNamespace.Remove(place.Namespace.Name);
    }
}
