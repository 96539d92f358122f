using System.Collections.Immutable;
using Weir.Manifests.Decoding;
using Weir.Policy.Addresses;
using Weir.Policy.Model;

namespace Weir.Manifests.Kinds;

/// <summary>Pods, and the pod templates of workloads.</summary>
internal static class PodReader
{
    private const string TemplateHash = "pod-template-hash";

    private static readonly StructType Spec = new("PodSpec");
    private static readonly StructType Status = new("PodStatus");
    private static readonly StructType Container = new("Container");
    private static readonly StructType Port = new("ContainerPort");
    private static readonly StructType PodIP = new("PodIP");

    public static Pod Read(StructReader pod, string defaultNamespace)
    {
        var metadata = ObjectMetaReader.ReadNamed(pod);
        var spec = pod.Struct("spec", Spec, ReadSpec);
        var (ips, phase) = pod.Struct("status", Status, ReadStatus);
        return spec with
        {
            Namespace = metadata.NamespaceOr(defaultNamespace),
            Name = metadata.Name.Length > 0 ? metadata.Name : metadata.GenerateName,
            Labels = metadata.Labels,
            IPs = ips,
            Phase = phase,
            CreatedAt = metadata.CreatedAt,
            Workload = Workload(metadata),
            Source = pod.Source,
        };
    }

    /// <summary>A pod without name and namespace, as the template makes it.</summary>
    public static Pod ReadTemplate(StructReader template)
    {
        var metadata = template.Struct("metadata", ObjectMetaReader.Type, ObjectMetaReader.Read);
        return template.Struct("spec", Spec, ReadSpec) with { Labels = metadata.Labels };
    }

    /// <summary>
    /// The workload that controls the pod. A ReplicaSet that carries the pod's template hash belongs to a Deployment. A node
    /// "controls" its static pods: that makes no workload.
    /// </summary>
    private static WorkloadRef? Workload(ObjectMeta pod) => pod.Controller switch
    {
        { Kind: "Node" } => null,
        { Kind: "ReplicaSet", Name: var set }
            when pod.Labels.TryGetValue(TemplateHash, out var hash) && set.EndsWith($"-{hash}", StringComparison.Ordinal) =>
            new WorkloadRef("Deployment", set[..^(hash.Length + 1)]),
        var controller => controller,
    };

    private static Pod ReadSpec(StructReader spec)
    {
        var containers = spec.List("containers", Container, ReadContainer);
        var hostNetwork = spec.Boolean("hostNetwork");
        var sidecars = spec.List("initContainers", Container, ReadInitContainer);
        return new Pod
        {
            Namespace = "",
            Name = "",
            HostNetwork = hostNetwork,
            NodeName = spec.String("nodeName") is { Length: > 0 } node ? node : null,
            Ports = containers.Concat(sidecars).SelectMany(ports => ports).ToImmutableArray(),
        };
    }

    private static EquatableArray<ContainerPort> ReadContainer(StructReader container) => container.List("ports", Port, ReadPort);

    /// <summary>R50: only native sidecars, which run beside the containers, have ports that count.</summary>
    private static EquatableArray<ContainerPort> ReadInitContainer(StructReader container)
    {
        var ports = ReadContainer(container);
        return container.String("restartPolicy", "v1.ContainerRestartPolicy") == "Always" ? ports : default;
    }

    private static ContainerPort ReadPort(StructReader port)
    {
        var number = port.PortNumber("containerPort");
        var name = port.String("name");
        return new ContainerPort(name, port.Protocol("protocol"), number);
    }

    private static (EquatableArray<IP> IPs, PodPhase Phase) ReadStatus(StructReader status)
    {
        var phase = status.String("phase", "v1.PodPhase") switch
        {
            "Pending" => PodPhase.Pending,
            "Running" => PodPhase.Running,
            "Succeeded" => PodPhase.Succeeded,
            "Failed" => PodPhase.Failed,
            _ => PodPhase.Unknown,
        };

        // podIPs holds podIP too; clusters older than dual stack have only the latter.
        var ips = status.List("podIPs", PodIP, static ip => ip.IP("ip"));
        if (ips.IsEmpty) ips = [status.IP("podIP")];
        return (ips.Items.RemoveAll(static ip => ip.Family == IPFamily.None), phase);
    }
}
