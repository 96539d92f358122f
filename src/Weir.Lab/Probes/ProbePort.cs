using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Weir.Policy.Ports;

namespace Weir.Lab.Probes;

/// <summary>What to probe for: <c>tcp/80</c>, <c>udp/53</c>, <c>sctp/7</c>, or <c>icmp</c>, which asks for an echo and has no port.</summary>
/// <param name="Protocol">TCP, UDP, SCTP, or ICMP for an echo in the destination's own family.</param>
/// <param name="Port">1 to 65535; 0 for ICMP.</param>
public readonly record struct ProbePort(Protocol Protocol, ushort Port)
{
    public static bool TryParse(string? text, [NotNullWhen(true)] out ProbePort? port)
    {
        port = null;
        if (text is null) return false;
        if (text.Equals("icmp", StringComparison.OrdinalIgnoreCase))
        {
            port = new ProbePort(Protocol.Icmp, 0);
            return true;
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !ProtocolExtensions.TryParseApi(text[..slash].ToUpperInvariant(), out var protocol)) return false;
        if (!ushort.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0) return false;

        port = new ProbePort(protocol, number);
        return true;
    }

    public override string ToString() => Protocol.HasPorts()
        ? string.Create(CultureInfo.InvariantCulture, $"{Protocol.ToApi().ToLowerInvariant()}/{Port}")
        : "icmp";
}
