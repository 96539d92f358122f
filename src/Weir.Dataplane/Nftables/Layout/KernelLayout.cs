using Weir.Policy.Addresses;
using Weir.Policy.Model;

namespace Weir.Dataplane.Nftables.Layout;

/// <summary>
/// What we install: one table, whose chains and rules never change. Policies are elements.
/// <code>
///   forward ──ct established, ND──> accept
///      │
///      ├─ saddr @eg_isolated4 ─jump─> egress4  ─goto─> judge ─goto─> pass ─┐   judge: the port table against the packet's port
///      ├─ daddr @in_isolated4 ─jump─> ingress4 ─goto─> judge ─goto─> pass ─┤          no match: drop
///      └─ the same for IPv6                                                │   pass:  priority put back, return
///      ▲                                                                   │
///      └────────────────────────── next rule of forward ───────────────────┘
///
///   ingress4, with the scratch register (meta priority) on the right:
///      saddr                    ──in_peers4──>  peer class
///      saddr, if still none     ──in_cidrs4──>  peer class
///      (peer class . daddr)     ──in_rows4───>  port table
/// </code>
/// A goto does not return to where it stands, so the end of pass comes back to forward; a packet between two isolated pods of the
/// node is judged twice, first as egress, then as ingress. Whatever is missing anywhere ends in the drop: an unknown address is
/// class 0, a missing row leaves a class in the register, and no port table has a class's number. Egress mirrors ingress: the
/// destination is the peer.
/// </summary>
internal static class KernelLayout
{
    public static readonly Table Table = new("weir");

    /// <summary>In the order in which packets meet them; <see cref="Of"/> counts on it.</summary>
    public static readonly IReadOnlyList<FamilySets> Families =
    [
        new(Table, Direction.Egress, IPFamily.IPv4),
        new(Table, Direction.Ingress, IPFamily.IPv4),
        new(Table, Direction.Egress, IPFamily.IPv6),
        new(Table, Direction.Ingress, IPFamily.IPv6),
    ];

    /// <summary>(Pod . the same pod) of every isolated local pod: what a pod sends to itself through a Service is not judged.</summary>
    public static readonly Set Hairpin4 =
        new() { Table = Table, Name = "hairpin4", Key = [DataType.IPv4Address, DataType.IPv4Address] };

    public static readonly Set Hairpin6 =
        new() { Table = Table, Name = "hairpin6", Key = [DataType.IPv6Address, DataType.IPv6Address] };

    /// <summary>(Port table . protocol . port): the single ports.</summary>
    public static readonly Set Open =
        new() { Table = Table, Name = "open", Key = [DataType.ClassId, DataType.InetProtocol, DataType.InetService] };

    /// <summary>(Port table . protocol): every port of it, or a protocol without ports.</summary>
    public static readonly Set OpenProtocols =
        new() { Table = Table, Name = "open_protocols", Key = [DataType.ClassId, DataType.InetProtocol] };

    /// <summary>(Port table . protocol . ports): the ranges of more than one port.</summary>
    public static readonly Set OpenRanges =
        new() { Table = Table, Name = "open_ranges", Key = [DataType.ClassId, DataType.InetProtocol, DataType.InetService], IsInterval = true };

    public static readonly Chain Forward = new(Table, "forward", Hook.Forward);

    public static readonly Chain Judge = new(Table, "judge");

    public static readonly Chain Pass = new(Table, "pass");

    /// <summary>In the order in which they are listed and changed.</summary>
    public static IEnumerable<Set> Sets =>
        [.. Families.SelectMany(family => family.All), Hairpin4, Hairpin6, Open, OpenProtocols, OpenRanges];

    /// <summary>A chain comes before the chains that refer to it.</summary>
    public static IEnumerable<Chain> Chains => [Pass, Judge, .. Families.Select(family => family.Chain), Forward];

    public static FamilySets Of(Direction direction, IPFamily family) =>
        Families[(family == IPFamily.IPv6 ? 2 : 0) + (direction == Direction.Ingress ? 1 : 0)];

    public static Set Hairpin(IPFamily family) => family == IPFamily.IPv4 ? Hairpin4 : Hairpin6;
}
