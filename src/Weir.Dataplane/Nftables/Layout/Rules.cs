using System.Globalization;
using Weir.Dataplane.Nftables.Expressions;
using Weir.Policy.Addresses;
using Weir.Policy.Model;
using static Weir.Dataplane.Nftables.Layout.KernelLayout;
using static Weir.Dataplane.Nftables.Layout.Steps;

namespace Weir.Dataplane.Nftables.Layout;

/// <summary>The fixed rules. Each stands beside the line that nft lists for it.</summary>
internal static class Rules
{
    /// <param name="options">What a user may choose about them.</param>
    public static IEnumerable<Rule> For(NftablesOptions options) =>
        [.. PassRules, .. JudgeRules(options), .. Families.SelectMany(DirectionRules), .. ForwardRules];

    /// <summary>
    /// Puts the priority back that a forwarded packet has at this hook: for IPv4 the class that the kernel derives from the TOS field
    /// (rt_tos2priority), for IPv6 none.
    /// </summary>
    private static Rule[] PassRules =>
    [
        new(Pass, "meta priority set none", SetPriority(ScratchRegister.None)),
        TypeOfService(0x08, priority: 2),
        TypeOfService(0x10, priority: 6),
        TypeOfService(0x18, priority: 4),
    ];

    private static Rule[] JudgeRules(NftablesOptions options) =>
    [
        new(Judge, "meta priority 8000:1 goto pass", [.. PriorityIs(ScratchRegister.Everything), Goto(Pass)]),
        new(Judge, "meta priority . meta l4proto . th dport @open goto pass",
            [new LoadMeta(MetaKey.Priority), Protocol(part: 1), DestinationPort(part: 2), new Lookup(Open), Goto(Pass)]),
        new(Judge, "meta priority . meta l4proto @open_protocols goto pass",
            [new LoadMeta(MetaKey.Priority), Protocol(part: 1), new Lookup(OpenProtocols), Goto(Pass)]),
        new(Judge, "meta priority . meta l4proto . th dport @open_ranges goto pass",
            [new LoadMeta(MetaKey.Priority), new ToNetworkOrder(), Protocol(part: 1), DestinationPort(part: 2), new Lookup(OpenRanges), Goto(Pass)]),

        // Asked last, so that only what is about to be dropped pays for it.
        new(Judge, "ip saddr . ip daddr @hairpin4 goto pass",
            [.. FamilyIs(IPFamily.IPv4), SourceAddress(IPFamily.IPv4), DestinationAddress(IPFamily.IPv4, part: 1), new Lookup(Hairpin4), Goto(Pass)]),
        new(Judge, "ip6 saddr . ip6 daddr @hairpin6 goto pass",
            [.. FamilyIs(IPFamily.IPv6), SourceAddress(IPFamily.IPv6), DestinationAddress(IPFamily.IPv6, part: 4), new Lookup(Hairpin6), Goto(Pass)]),

        .. options.LogGroup is { } group ? [LogTo(group)] : Array.Empty<Rule>(),
        new(Judge, "counter drop", [new Counter(), Drop]),
    ];

    private static Rule[] ForwardRules =>
    [
        new(Forward, "ct state established,related accept",
        [
            new LoadConntrackState(),
            new And(BitConverter.GetBytes(LoadConntrackState.Established | LoadConntrackState.Related)),
            new Compare(CompareOperator.NotEqual, BitConverter.GetBytes(0u)),
            Accept,
        ]),

        // Router and neighbour discovery: without it IPv6 has no link. 133 to 137 are all of it.
        new(Forward, "icmpv6 type 133-137 accept",
        [
            .. FamilyIs(IPFamily.IPv6),
            new LoadMeta(MetaKey.L4Proto),
            new Compare(CompareOperator.Equal, [58]),
            new LoadPayload(PayloadBase.TransportHeader, 0, 1),
            new Compare(CompareOperator.AtLeast, [133]),
            new Compare(CompareOperator.AtMost, [137]),
            Accept,
        ]),

        // Egress comes first in each family, as in Families.
        .. Families.Select(sets => new Rule(
            Forward,
            $"{Word(sets.Family)} {(sets.Direction == Direction.Ingress ? "daddr" : "saddr")} @{sets.Isolated.Name} jump {sets.Chain.Name}",
            [.. FamilyIs(sets.Family), SubjectAddress(sets), new Lookup(sets.Isolated), Jump(sets.Chain)])),
    ];

    private static Rule[] DirectionRules(FamilySets sets)
    {
        var (family, chain) = (sets.Family, sets.Chain);
        var (subject, peer) = sets.Direction == Direction.Ingress ? ("daddr", "saddr") : ("saddr", "daddr");
        var ip = Word(family);

        return
        [
            // What the packet came with must not be taken for a class.
            new(chain, "meta priority set none", SetPriority(ScratchRegister.None)),
            new(chain, $"meta priority set {ip} {peer} map @{sets.Peers.Name}",
                [.. FamilyIs(family), PeerAddress(sets), new Lookup(sets.Peers), new SetMeta(MetaKey.Priority)]),
            new(chain, $"meta priority none meta priority set {ip} {peer} map @{sets.Cidrs.Name}",
            [
                .. PriorityIs(ScratchRegister.None),
                .. FamilyIs(family), PeerAddress(sets), new Lookup(sets.Cidrs), new SetMeta(MetaKey.Priority),
            ]),
            new(chain, "meta priority 7fff:ffff meta priority set none",
                [.. PriorityIs(ScratchRegister.ExplicitNone), .. SetPriority(ScratchRegister.None)]),
            new(chain, $"meta priority set meta priority . {ip} {subject} map @{sets.Rows.Name}",
                [.. FamilyIs(family), new LoadMeta(MetaKey.Priority), SubjectAddress(sets, part: 1), new Lookup(sets.Rows), new SetMeta(MetaKey.Priority)]),
            new(chain, "goto judge", [Goto(Judge)]),
        ];
    }

    /// <param name="bits">The two bits of the field (0x18) that decide; the others do not.</param>
    /// <param name="priority">The class that rt_tos2priority gives for them.</param>
    private static Rule TypeOfService(byte bits, uint priority) => new(
        Pass,
        string.Create(CultureInfo.InvariantCulture, $"meta nfproto ipv4 @nh,8,8 & 0x18 == 0x{bits:x} meta priority set 0:{priority}"),
        [
            .. FamilyIs(IPFamily.IPv4),
            new LoadPayload(PayloadBase.NetworkHeader, 1, 1),
            new And([0x18]),
            new Compare(CompareOperator.Equal, [bits]),
            .. SetPriority(priority),
        ]);

    private static Rule LogTo(ushort group) =>
        new(Judge, string.Create(CultureInfo.InvariantCulture, $"log group {group}"), [new Log(group)]);

    private static LoadMeta Protocol(int part) => new LoadMeta(MetaKey.L4Proto, Register.Part(part));

    private static Expression SubjectAddress(FamilySets sets, int part = 0) =>
        sets.Direction == Direction.Ingress ? DestinationAddress(sets.Family, part) : SourceAddress(sets.Family, part);

    private static Expression PeerAddress(FamilySets sets) =>
        sets.Direction == Direction.Ingress ? SourceAddress(sets.Family) : DestinationAddress(sets.Family);

    private static string Word(IPFamily family) => family == IPFamily.IPv4 ? "ip" : "ip6";
}
