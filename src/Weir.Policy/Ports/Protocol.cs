namespace Weir.Policy.Ports;

/// <summary>
/// An IP protocol by its IANA number. Policies name TCP, UDP and SCTP; every other protocol is matched only by rules without ports
/// (R51). The zero value is no protocol that a policy can name.
/// </summary>
public enum Protocol : byte
{
    None = 0,
    Icmp = 1,
    Tcp = 6,
    Udp = 17,
    IcmpV6 = 58,
    Sctp = 132,
}

public static class ProtocolExtensions
{
    /// <summary>The protocols whose ports a policy can name.</summary>
    public static bool HasPorts(this Protocol protocol) => protocol is Protocol.Tcp or Protocol.Udp or Protocol.Sctp;

    /// <summary>The API's spelling: TCP, UDP, SCTP. Case-sensitive.</summary>
    public static bool TryParseApi(string? text, out Protocol protocol)
    {
        protocol = text switch
        {
            "TCP" => Protocol.Tcp,
            "UDP" => Protocol.Udp,
            "SCTP" => Protocol.Sctp,
            _ => Protocol.None,
        };
        return protocol != Protocol.None;
    }

    /// <summary>Upper case, as the API writes it.</summary>
    public static string ToApi(this Protocol protocol) => protocol switch
    {
        Protocol.Tcp => "TCP",
        Protocol.Udp => "UDP",
        Protocol.Sctp => "SCTP",
        Protocol.Icmp => "ICMP",
        Protocol.IcmpV6 => "ICMPv6",
        _ => ((byte)protocol).ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
