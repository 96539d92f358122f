using System.Collections.Immutable;
using System.Globalization;
using Weir.Cli.Endpoints;
using Weir.Policy.Model;
using Weir.Policy.Ports;

namespace Weir.Cli.Asking;

/// <summary>What <c>--port</c> asks for: <c>tcp/80</c>, <c>80</c>, <c>tcp/web</c> (a port's name), <c>icmp</c>.</summary>
/// <param name="Number">Null: see <paramref name="Name"/>, or a protocol without ports.</param>
/// <param name="Name">Null: see <paramref name="Number"/>.</param>
internal sealed record PortQuery(Protocol Protocol, ushort? Number, string? Name)
{
    /// <exception cref="UsageException">The text is no port.</exception>
    public static PortQuery Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return text.ToLowerInvariant() switch
            {
                "icmp" => new PortQuery(Protocol.Icmp, null, null),
                "icmpv6" => new PortQuery(Protocol.IcmpV6, null, null),
                "tcp" or "udp" or "sctp" => throw new UsageException(
                    $"\"{text}\" lacks a port: write {text}/80, or leave --port out to ask for every port."),
                _ => WithPort(text, Protocol.Tcp, text),
            };
        }

        // Manifests and kubectl write 80/TCP.
        var (first, second) = (text[..slash], text[(slash + 1)..]);
        if (ParseProtocol(first) is { } protocol) return WithPort(text, protocol, second);
        if (ParseProtocol(second) is { } last) return WithPort(text, last, first);

        throw new UsageException($"\"{text}\" is no port: the protocol is tcp, udp or sctp (tcp/80), or icmp alone.");
    }

    /// <summary>
    /// The ports of one destination that are meant. Through a Service: the Service's port, resolved to the pod's. Empty: the
    /// destination has no port of that name.
    /// </summary>
    public ImmutableArray<AskedPort> Resolve(End destination, Service? service)
    {
        if (service is not null) return [.. ServicePorts(service).SelectMany(port => Behind(port, ((PodEnd)destination).Pod))];
        if (Name is null) return [new AskedPort(Protocol, new PortRange(Number ?? 0)) { IsNamed = true }];

        return destination is PodEnd { Pod: var pod }
            ? [.. pod.Ports.Where(port => port.Name == Name && port.Protocol == Protocol).Select(Declared)]
            : [];
    }

    /// <summary>The port on a pod that a Service's port leads to; several where the name occurs more than once (R50).</summary>
    public static IEnumerable<AskedPort> Behind(ServicePort port, Pod pod)
    {
        var target = port.TargetPort ?? (int)port.Port;
        var numbers = target.Name is { } name
            ? pod.Ports.Where(declared => declared.Name == name && declared.Protocol == port.Protocol).Select(declared => declared.Port)
            : [(ushort)target.Number];
        return numbers.Select(number => new AskedPort(port.Protocol, new PortRange(number))
        {
            Name = target.Name ?? "",
            IsNamed = true,
            ServicePort = port.Port,
        });
    }

    public static AskedPort Declared(ContainerPort port) =>
        new(port.Protocol, new PortRange(port.Port)) { Name = port.Name, IsNamed = true };

    public override string ToString() => (Name, Number) switch
    {
        ({ } name, _) => $"{PortText.Word(Protocol)}/{name}",
        (null, { } number) => string.Create(CultureInfo.InvariantCulture, $"{PortText.Word(Protocol)}/{number}"),
        _ => PortText.Word(Protocol),
    };

    /// <exception cref="UsageException">The Service has no such port.</exception>
    private List<ServicePort> ServicePorts(Service service)
    {
        var ports = service.Ports
            .Where(port => port.Protocol == Protocol && (Name is null ? port.Port == Number : port.Name == Name))
            .ToList();
        if (ports.Count > 0) return ports;

        var known = service.Ports.Select(port => new AskedPort(port.Protocol, new PortRange(port.Port)) { Name = port.Name }.ToString()).ToList();
        throw new UsageException(known.Count == 0
            ? $"Service {service} has no ports."
            : $"Service {service} has no port {this}; it has {Listing.Of(known)}.");
    }

    private static PortQuery WithPort(string text, Protocol protocol, string port)
    {
        if (port.Length > 0 && port.All(char.IsAsciiDigit))
        {
            return int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 65535
                ? new PortQuery(protocol, (ushort)number, null)
                : throw new UsageException($"\"{text}\" is no port: numbers go from 1 to 65535.");
        }

        // IANA_SVC_NAME, as the API checks it: at most 15 letters, digits and hyphens, with a letter.
        var isName = port.Length is >= 1 and <= 15
            && port.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            && port.Any(char.IsAsciiLetter);
        return isName
            ? new PortQuery(protocol, null, port)
            : throw new UsageException($"\"{text}\" is no port: write tcp/80, udp/53, 80 (tcp), tcp/web for a named port, or icmp.");
    }

    private static Protocol? ParseProtocol(string text) => text.ToLowerInvariant() switch
    {
        "tcp" => Protocol.Tcp,
        "udp" => Protocol.Udp,
        "sctp" => Protocol.Sctp,
        _ => null,
    };
}
