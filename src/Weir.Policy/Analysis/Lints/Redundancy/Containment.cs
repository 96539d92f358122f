using Weir.Policy.Addresses;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Lints.Redundancy;

/// <summary>
/// Whether one part of a rule matches nothing that another does not, whatever pods there are or will be. Sound, and complete for pairs:
/// what only several parts together contain is not found. Parts that match nothing are contained in nothing here: other lints name
/// those.
/// </summary>
internal sealed class Containment
{
    // The first is the usual case by far; the port 0 that "all ports" counts too is in no packet.
    private static readonly PortRange EveryPort = new(1, ushort.MaxValue);

    private readonly Dictionary<LabelSelector, SelectorMeaning> meanings = [];

    public SelectorMeaning MeaningOf(LabelSelector selector)
    {
        if (!meanings.TryGetValue(selector, out var meaning)) meanings[selector] = meaning = SelectorMeaning.Of(selector);
        return meaning;
    }

    /// <summary>A bare podSelector's namespace as the label that every namespace has (rule book A.9).</summary>
    public SelectorMeaning NamespacesOf(PodMatcher matcher) => MeaningOf(matcher.Namespace is { } name
        ? LabelSelector.Of((Namespace.NameLabel, name))
        : matcher.Namespaces ?? LabelSelector.Everything);

    public bool IsWithin(PodMatcher inner, PodMatcher outer) =>
        NamespacesOf(inner).Implies(NamespacesOf(outer)) && MeaningOf(inner.Pods).Implies(MeaningOf(outer.Pods));

    public bool IsWithin(Peer inner, Peer outer) => (inner, outer) switch
    {
        (PodPeer { Negated: false } a, PodPeer { Negated: false } b) => IsWithin(a.Pods, b.Pods),
        (AddressPeer { Negated: false } a, AddressPeer { Negated: false } b) => IsWithin(a, b),
        _ => false,
    };

    /// <summary>Null peers: any.</summary>
    public bool AreWithin(EquatableArray<Peer>? inner, EquatableArray<Peer>? outer)
    {
        if (outer is not { } wide) return true;
        return inner is { } narrow && narrow.All(peer => wide.Any(other => IsWithin(peer, other)));
    }

    public static bool IsWithin(PortMatch inner, PortMatch outer) => (inner, outer) switch
    {
        (NumberedPortMatch a, NumberedPortMatch b) => a.Protocol == b.Protocol && b.Range.From <= a.Range.From && a.Range.To <= b.Range.To,
        (NamedPortMatch a, NamedPortMatch b) => a == b,
        (NamedPortMatch a, NumberedPortMatch b) => a.Protocol == b.Protocol && b.Range.From <= EveryPort.From && EveryPort.To <= b.Range.To,
        _ => false,
    };

    /// <summary>Null ports: any. Ranges that only together hold another one do count.</summary>
    public static bool AreWithin(EquatableArray<PortMatch>? inner, EquatableArray<PortMatch>? outer)
    {
        if (outer is not { } wide) return true;
        return inner is { } narrow && narrow.All(port => wide.Any(other => IsWithin(port, other)) || IsWithinNumbers(port, wide));
    }

    private static bool IsWithinNumbers(PortMatch port, EquatableArray<PortMatch> wide)
    {
        if (port is not NumberedPortMatch numbered) return false;

        var numbers = wide.OfType<NumberedPortMatch>().Aggregate(PortSet.None, (set, other) => set.Union(PortSet.Of(other.Protocol, other.Range)));
        return numbers.IsSupersetOf(PortSet.Of(numbered.Protocol, numbered.Range));
    }

    /// <summary>Flattened, ranges are disjoint and never touch, so one of the outer ones must hold each inner one whole.</summary>
    private static bool IsWithin(AddressPeer inner, AddressPeer outer)
    {
        if (!outer.Block.Contains(inner.Block)) return false;

        IPRange[] wide = [.. AddressRanges.Flatten(outer.Block, outer.Except)];
        IPRange[] narrow = [.. AddressRanges.Flatten(inner.Block, inner.Except)];
        return narrow.Length > 0 && narrow.All(range => wide.Any(other => other.First <= range.First && range.Last <= other.Last));
    }
}
