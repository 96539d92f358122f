using System.Collections.Immutable;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Policy.Resolution;

namespace Weir.Policy.Compilation;

/// <summary>A peer that some rule names, interned by content. The compiler knows for each address which predicates it matches.</summary>
internal sealed class Predicate(int id, Peer peer)
{
    public int Id { get; } = id;

    /// <summary>As written, without its negation: that belongs to the rule.</summary>
    public Peer Peer { get; } = peer;

    /// <summary>Rules in force that name it. Only predicates in force cut classes.</summary>
    public int Uses { get; set; }

    /// <summary>The classes of addresses have been cut by it.</summary>
    public bool IsApplied { get; set; }
}

/// <summary>
/// What a rule says, whoever says it: action, peers and ports in a normal form (sorted, no doubles), interned by content, so that
/// a rule written twice, or in another order, is one rule (R7, R11).
/// </summary>
internal sealed class CompiledRule(int id, RuleContent content)
{
    /// <summary>Orders rules where the tier gives no order.</summary>
    public int Id { get; } = id;

    public RuleContent Content { get; } = content;

    public RuleAction Action => Content.Action;

    /// <summary>Subject classes in force that hold it.</summary>
    public int Uses { get; set; }

    public bool MatchesPeer(PeerClass peer)
    {
        if (Content.Peers is not { } peers) return true; // null: any peer

        foreach (var (predicate, negated) in peers)
        {
            if (peer.Matches(predicate) != negated) return true;
        }

        return false;
    }

    /// <summary>The ports of the rule for a destination that declares <paramref name="declared"/> (R43, R44).</summary>
    public PortSet PortsFor(ReadOnlySpan<ContainerPort> declared)
    {
        var ports = Content.Ports;
        foreach (var named in Content.Names)
        {
            foreach (var port in declared)
            {
                if (port.Name == named.Name && (named.Protocol is null || named.Protocol == port.Protocol))
                {
                    ports = ports.Union(PortSet.Of(port.Protocol, new PortRange(port.Port)));
                }
            }
        }

        return ports;
    }
}

/// <summary>Null peers: any. <paramref name="Ports"/> are those by number, <paramref name="Names"/> those to be resolved.</summary>
internal sealed record RuleContent(
    RuleAction Action, EquatableArray<PeerLiteral>? Peers, PortSet Ports, EquatableArray<NamedPortMatch> Names);

internal readonly record struct PeerLiteral(Predicate Predicate, bool Negated);

/// <summary>Interns the predicates and rules of one direction.</summary>
internal sealed class RuleInterner
{
    private readonly Dictionary<Peer, Predicate> predicates = [];
    private readonly Dictionary<RuleContent, CompiledRule> rules = [];
    private int lastPredicate;
    private int lastRule;

    public CompiledRule Intern(Rule rule)
    {
        var content = new RuleContent(
            rule.Action,
            rule.Peers is { } peers ? Normalise(peers) : null,
            rule.Ports is { } ports ? Numbered(ports) : PortSet.All,
            rule.Ports is { } named ? Named(named) : []);

        if (!rules.TryGetValue(content, out var interned)) rules[content] = interned = new CompiledRule(++lastRule, content);
        return interned;
    }

    /// <summary>Forgets rules and predicates that nobody uses any more, so that a long life does not grow.</summary>
    public void Trim(IReadOnlySet<CompiledRule> alive)
    {
        foreach (var (content, rule) in rules)
        {
            if (rule.Uses == 0 && !alive.Contains(rule)) rules.Remove(content);
        }

        var named = rules.Values.SelectMany(rule => rule.Content.Peers ?? []).Select(literal => literal.Predicate).ToHashSet();
        foreach (var (peer, predicate) in predicates)
        {
            if (!predicate.IsApplied && !named.Contains(predicate)) predicates.Remove(peer);
        }
    }

    private ImmutableArray<PeerLiteral> Normalise(EquatableArray<Peer> peers) =>
    [
        .. peers.Where(peer => peer is not UnknownPeer) // R22: it matches nothing
            .Select(peer => new PeerLiteral(Intern(peer), peer.Negated))
            .Distinct()
            .OrderBy(literal => literal.Predicate.Id).ThenBy(literal => literal.Negated),
    ];

    private Predicate Intern(Peer peer)
    {
        var plain = peer.Negated ? peer with { Negated = false } : peer;
        if (!predicates.TryGetValue(plain, out var predicate)) predicates[plain] = predicate = new Predicate(++lastPredicate, plain);
        return predicate;
    }

    private static PortSet Numbered(EquatableArray<PortMatch> ports) =>
        ports.OfType<NumberedPortMatch>().Aggregate(PortSet.None, (set, port) => set.Union(PortSet.Of(port.Protocol, port.Range)));

    private static ImmutableArray<NamedPortMatch> Named(EquatableArray<PortMatch> ports) =>
        [.. ports.OfType<NamedPortMatch>().Distinct().OrderBy(port => port.Name, StringComparer.Ordinal).ThenBy(port => port.Protocol)];
}
