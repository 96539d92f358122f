using Weir.Policy.Ports;

namespace Weir.Cli.Asking;

/// <summary>A port of the destination that is asked about, or several that no policy tells apart.</summary>
internal sealed record AskedPort(Protocol Protocol, PortRange Range)
{
    /// <summary>The container port's or the Service port's name; empty for one that has none.</summary>
    public string Name { get; init; } = "";

    /// <summary>The destination declares it, or the asker named it.</summary>
    public bool IsNamed { get; init; }

    /// <summary>The Service's port, where the destination was asked for through one.</summary>
    public ushort? ServicePort { get; init; }

    /// <summary>One port of the range to ask with; 0 only where nothing else is in it.</summary>
    public ushort Probe => Range is { From: 0, To: > 0 } ? (ushort)1 : Range.From;

    public PortSet Set => Protocol.HasPorts() ? PortSet.Of(Protocol, Range) : PortText.WithoutPorts;

    /// <summary>As the asker would name them: the Service's port.</summary>
    public PortSet AskedSet => ServicePort is { } port ? PortSet.Of(Protocol, new PortRange(port)) : Set;

    public override string ToString()
    {
        var port = Protocol.HasPorts() ? $"{PortText.Word(Protocol)}/{Range}" : PortText.Word(Protocol);
        if (Name.Length > 0) port = $"{port} ({Name})";
        return ServicePort is { } outer && outer != Range.From ? $"{PortText.Word(Protocol)}/{outer} → {port}" : port;
    }
}
