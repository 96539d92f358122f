using System.Collections.Immutable;
using Weir.Manifests.Decoding;
using Weir.Policy.Addresses;
using Weir.Policy.Model;

namespace Weir.Manifests.Kinds;

internal static class ServiceReader
{
    private static readonly StructType Spec = new("ServiceSpec");
    private static readonly StructType Port = new("ServicePort");

    public static Service Read(StructReader service, string defaultNamespace)
    {
        var metadata = ObjectMetaReader.ReadNamed(service);
        return service.Struct("spec", Spec, ReadSpec) with
        {
            Namespace = metadata.NamespaceOr(defaultNamespace),
            Name = metadata.Name,
            Source = service.Source,
        };
    }

    private static Service ReadSpec(StructReader spec)
    {
        var selector = spec.StringMap("selector");
        return new Service
        {
            Namespace = "",
            Name = "",
            ClusterIPs = ClusterIPs(spec),
            Ports = spec.List("ports", Port, ReadPort),
            Selector = selector.Count == 0 ? null : new LabelSelector { MatchLabels = selector },
        };
    }

    /// <summary><c>clusterIPs</c>, or <c>clusterIP</c> of a cluster older than dual stack; a headless Service has "None" there.</summary>
    private static EquatableArray<IP> ClusterIPs(StructReader spec)
    {
        var field = spec.TryGet("clusterIPs", out _) ? "clusterIPs" : "clusterIP";
        var texts = field == "clusterIPs" ? spec.Strings(field) : [spec.String(field)];
        var ips = ImmutableArray.CreateBuilder<IP>();
        for (var i = 0; i < texts.Count; i++)
        {
            if (texts[i] is "" or "None") continue;
            if (IP.TryParse(texts[i], out var ip)) ips.Add(ip);
            else spec.Invalid(field, ApiText.InvalidIP(texts[i]), field == "clusterIPs" ? i : -1);
        }

        return ips.ToImmutable();
    }

    private static ServicePort ReadPort(StructReader port)
    {
        var name = port.String("name");
        var number = port.PortNumber("port");
        var protocol = port.Protocol("protocol");

        // Zero and the empty name are what Go leaves in a field that was not given.
        var target = port.IntOrString("targetPort");
        return new ServicePort(name, protocol, number, target is { Name: null, Number: 0 } or { Name: "" } ? null : target);
    }
}
