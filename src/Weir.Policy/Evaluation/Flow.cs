using Weir.Policy.Ports;

namespace Weir.Policy.Evaluation;

/// <summary>
/// The opening of a connection as policies see it: after destination NAT, so the port is the pod's own (R41). For a protocol
/// without ports <see cref="Port"/> means nothing.
/// </summary>
public sealed record Flow(Endpoint Source, Endpoint Destination, Protocol Protocol, ushort Port)
{
    /// <summary>The client used a Service's address. It matters only to a pod that reaches itself (R55).</summary>
    public bool ViaService { get; init; }
}
