using System.Collections.Immutable;
using Weir.Policy.Ports;

namespace Weir.Cli.Asking;

/// <summary>Ports in words.</summary>
internal static class PortText
{
    /// <summary>The protocols whose ports a policy can name.</summary>
    public static readonly ImmutableArray<Protocol> WithPorts = [Protocol.Tcp, Protocol.Udp, Protocol.Sctp];

    /// <summary>Every protocol whose ports no policy can name.</summary>
    public static readonly PortSet WithoutPorts =
        PortSet.All.Except(PortSet.Of(Protocol.Tcp)).Except(PortSet.Of(Protocol.Udp)).Except(PortSet.Of(Protocol.Sctp));

    public static string Word(Protocol protocol) => protocol.ToApi().ToLowerInvariant();

    /// <summary>How many ports; the protocols without ports count as one protocol with all of them.</summary>
    public static int Count(PortSet ports) =>
        WithPorts.SelectMany(protocol => ports[protocol]).Sum(range => range.To - range.From + 1)
        + (ports.Other ? ushort.MaxValue + 1 : 0);

    /// <summary><c>every port</c>, <c>tcp/80,443 udp/53</c>, or <c>every port but tcp/5432</c>, whichever is shorter.</summary>
    public static string Of(PortSet ports)
    {
        if (ports.IsAll) return "every port";
        if (ports.IsEmpty) return "no port";

        var (plain, but) = (Text(ports), $"every port but {Text(PortSet.All.Except(ports))}");
        return but.Length < plain.Length ? but : plain;
    }

    private static string Text(PortSet ports) => ports.ToString().Replace("other", "other protocols", StringComparison.Ordinal);
}
