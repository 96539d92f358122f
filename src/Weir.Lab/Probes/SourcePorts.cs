using Weir.Policy.Ports;

namespace Weir.Lab.Probes;

/// <summary>
/// Source ports in rotation for each namespace, over all runs of a lab. A kernel on the way tracks a UDP exchange for minutes; a probe
/// that reused its ports would be let through as part of it, whatever the policies say by then (R69, R70).
/// </summary>
internal sealed class SourcePorts
{
    private const ushort First = 32768;
    private const ushort Last = 60999;

    private readonly Dictionary<(string Namespace, Protocol Protocol), ushort> last = [];

    public ushort Next(string networkNamespace, Protocol protocol)
    {
        var key = (networkNamespace, protocol);
        var port = last.GetValueOrDefault(key, Last);
        return last[key] = port == Last ? First : (ushort)(port + 1);
    }
}
