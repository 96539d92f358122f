using Weir.Lab.Planning;
using Weir.Policy.Addresses;
using Weir.Policy.Ports;

namespace Weir.Lab.Probes;

/// <summary>One question to the network: does a packet from here get there, and its answer back?</summary>
/// <param name="Source">Who asks. The kernel chooses among its addresses.</param>
/// <param name="Protocol">TCP, UDP, SCTP, or ICMP of either version for an echo.</param>
/// <param name="Port">Destination port; without meaning for ICMP.</param>
public readonly record struct Probe(LabEndpoint Source, IP Destination, Protocol Protocol, ushort Port)
{
    public override string ToString() => $"{Source} -> {Destination} {new ProbePort(Protocol, Port)}";
}

public enum ProbeOutcome
{
    /// <summary>The probe could not be sent. It says nothing about the network: neither allowed nor denied.</summary>
    Error = 0,

    /// <summary>No answer in time, although asked more than once.</summary>
    Denied,

    /// <summary>Somebody answered no: a TCP reset, an SCTP abort or an ICMP error. The packet was not dropped in silence.</summary>
    Refused,

    Allowed,
}

/// <param name="Detail">For people: the error's text. Null where the outcome says it all.</param>
public readonly record struct ProbeResult(Probe Probe, ProbeOutcome Outcome, string? Detail = null)
{
    public override string ToString() => Detail is null ? $"{Probe}: {Outcome}" : $"{Probe}: {Outcome} ({Detail})";
}

public sealed record ProbeOptions
{
    /// <summary>How long one attempt waits for an answer. More than a link's round trip under load by far; less than TCP's first repeat, one second.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Further attempts with a new socket and a new port before silence counts as denied.</summary>
    public int Confirmations { get; init; } = 1;

    /// <summary>Attempts under way at one time; each holds a file descriptor.</summary>
    public int MaxInFlight { get; init; } = 2048;
}
