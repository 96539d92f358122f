using System.Collections.Immutable;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Lints.Ports;

/// <summary>Services with the pods behind them.</summary>
internal sealed class ServiceTargets
{
    private readonly Dictionary<PodRef, List<Service>> byPod = [];

    public ServiceTargets(LintWorld world)
    {
        foreach (var service in world.Snapshot.Services)
        {
            foreach (var pod in PodsOf(world, service))
            {
                if (!byPod.TryGetValue(pod.Ref, out var services)) byPod[pod.Ref] = services = [];
                services.Add(service);
            }
        }
    }

    public static ImmutableArray<Pod> PodsOf(LintWorld world, Service service) => service.Selector is { } selector
        ? [.. world.PodsMatching(new PodMatcher(service.Namespace, null, selector)).Where(AddressOwnership.CanOwn)]
        : [];

    /// <summary>The port on the pod; null: a name that the pod does not declare.</summary>
    public static ushort? TargetOn(Pod pod, ServicePort port) => port.TargetPort switch
    {
        null => port.Port,
        { Name: null, Number: >= 1 and <= ushort.MaxValue and var number } => (ushort)number,
        { Name: { } name } => pod.Ports.Where(declared => declared.Name == name && declared.Protocol == port.Protocol)
            .Select(declared => (ushort?)declared.Port).FirstOrDefault(),
        _ => null,
    };

    /// <summary>A Service in front of one of the pods that has this port and passes it on to another.</summary>
    public (Service Service, ushort Target)? Behind(ImmutableArray<Pod> pods, Protocol protocol, ushort number)
    {
        foreach (var pod in pods)
        {
            foreach (var service in byPod.TryGetValue(pod.Ref, out var services) ? services : [])
            {
                foreach (var port in service.Ports)
                {
                    if (port.Protocol == protocol && port.Port == number && TargetOn(pod, port) is { } target && target != number) return (service, target);
                }
            }
        }

        return null;
    }
}
