using Weir.Policy.Addresses;
using Weir.Policy.Model;
using Weir.Policy.Ports;

namespace Weir.Policy.Compilation;

/// <summary>
/// The compiled form: what every dataplane programs and every analysis reads. One decision is a fixed number of look-ups, whatever
/// the number of policies. It belongs to the compiler that keeps it and changes with each of its commits.
/// <code>
/// subject address ─> subject class ─┐
///                                   ├─> cell ─> port table ─> (protocol, port) in it?
/// peer address ──> peer class ──────┘
///    (else the range that holds it, else class 0)
/// </code>
/// A subject that is not in the table is not isolated and everything is allowed. Whatever else is missing denies.
/// </summary>
public sealed class PolicyTable
{
    private readonly DirectionTable ingress;
    private readonly DirectionTable egress;
    private readonly PortTables ports;

    internal PolicyTable(DirectionTable ingress, DirectionTable egress, PortTables ports)
    {
        this.ingress = ingress;
        this.egress = egress;
        this.ports = ports;
    }

    /// <summary>Whether some policy isolates the pod with this address in the direction.</summary>
    public bool IsIsolated(Direction direction, IP subject) => Part(direction).Subjects.TryGetValue(subject, out _);

    /// <summary>
    /// What the subject may send to the peer (egress) or receive from it (ingress), by policies alone: exemptions such as a pod's
    /// own address are the caller's.
    /// </summary>
    public PortSet Allowed(Direction direction, IP subject, IP peer)
    {
        var part = Part(direction);
        return part.Subjects.TryGetValue(subject, out var subjectClass)
            ? part.Allowed(subjectClass, part.PeerClassOf(peer))
            : PortSet.All; // R1
    }

    public bool Allows(Direction direction, IP subject, IP peer, Protocol protocol, ushort port) =>
        Allowed(direction, subject, peer).Contains(protocol, port);

    /// <summary>All that a dataplane must hold, as the delta from nothing.</summary>
    public TableDelta ToDelta() => new()
    {
        Subjects = [.. Both(part => part.Subjects.Items.Where(IsReal), (part, item) => Added(new SubjectKey(part.Direction, item.Key), item.Value))],
        Peers = [.. Both(part => part.Peers.Items.Where(IsReal), (part, item) => Added(new PeerKey(part.Direction, item.Key), item.Value))],
        Ranges = [.. Both(part => part.Ranges.Items, (part, item) => Added(new RangeKey(part.Direction, item.Key), item.Value))],
        Cells = [.. Both(part => part.Cells.Items, (part, item) => Added(new CellKey(part.Direction, item.Key.Subject, item.Key.Peer), item.Value))],
        PortTables = [.. ports.Items.Select(item => Added(item.Key, item.Value))],
    };

    /// <summary>A pod without an address has a stand-in of no family, which no dataplane needs to know.</summary>
    internal static bool IsReal<T>(KeyValuePair<IP, T> item) => item.Key.Family != IPFamily.None;

    private static Edit<TKey, TValue> Added<TKey, TValue>(TKey key, TValue value) => new(key, false, default!, true, value);

    private IEnumerable<TOut> Both<T, TOut>(Func<DirectionTable, IEnumerable<T>> items, Func<DirectionTable, T, TOut> map) =>
        new[] { ingress, egress }.SelectMany(part => items(part).Select(item => map(part, item)));

    private DirectionTable Part(Direction direction) => direction == Direction.Ingress ? ingress : egress;
}
