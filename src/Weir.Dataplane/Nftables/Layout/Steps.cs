using Weir.Dataplane.Nftables.Expressions;
using Weir.Policy.Addresses;

namespace Weir.Dataplane.Nftables.Layout;

/// <summary>The parts that the rules are made of, each the expressions that nft itself makes of the same words.</summary>
internal static class Steps
{
    private const byte NfProtoIPv4 = 2;
    private const byte NfProtoIPv6 = 10;

    /// <summary><c>meta priority set</c> a constant.</summary>
    public static Expression[] SetPriority(uint value) =>
        [new LoadConstant(BitConverter.GetBytes(value)), new SetMeta(MetaKey.Priority)];

    /// <summary><c>meta priority</c> a constant.</summary>
    public static Expression[] PriorityIs(uint value) =>
        [new LoadMeta(MetaKey.Priority), new Compare(CompareOperator.Equal, BitConverter.GetBytes(value))];

    /// <summary>Not printed where an address follows; without it a payload would be read from the other family's header.</summary>
    public static Expression[] FamilyIs(IPFamily family) =>
    [
        new LoadMeta(MetaKey.NfProto),
        new Compare(CompareOperator.Equal, [family == IPFamily.IPv4 ? NfProtoIPv4 : NfProtoIPv6]),
    ];

    /// <summary><c>ip saddr</c> or <c>ip6 saddr</c>.</summary>
    public static Expression SourceAddress(IPFamily family, int part = 0) => family == IPFamily.IPv4
        ? new LoadPayload(PayloadBase.NetworkHeader, 12, 4, Register.Part(part))
        : new LoadPayload(PayloadBase.NetworkHeader, 8, 16, Register.Part(part));

    /// <summary><c>ip daddr</c> or <c>ip6 daddr</c>.</summary>
    public static Expression DestinationAddress(IPFamily family, int part = 0) => family == IPFamily.IPv4
        ? new LoadPayload(PayloadBase.NetworkHeader, 16, 4, Register.Part(part))
        : new LoadPayload(PayloadBase.NetworkHeader, 24, 16, Register.Part(part));

    /// <summary><c>th dport</c>.</summary>
    public static Expression DestinationPort(int part) => new LoadPayload(PayloadBase.TransportHeader, 2, 2, Register.Part(part));

    public static Expression Accept { get; } = new Verdict(VerdictCode.Accept);

    public static Expression Drop { get; } = new Verdict(VerdictCode.Drop);

    public static Expression Jump(Chain chain) => new Verdict(VerdictCode.Jump, chain);

    public static Expression Goto(Chain chain) => new Verdict(VerdictCode.Goto, chain);
}
