using System.Globalization;

namespace Weir.Policy.Ports;

/// <summary>Ports <paramref name="From"/> to <paramref name="To"/> (API: <c>port</c> and <c>endPort</c>), both included (R40).</summary>
public readonly record struct PortRange(ushort From, ushort To)
{
    public static readonly PortRange All = new(0, ushort.MaxValue);

    public PortRange(ushort port) : this(port, port)
    {
    }

    public bool Contains(ushort port) => port >= From && port <= To;

    public override string ToString() =>
        From == To ? From.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{From}-{To}");
}
