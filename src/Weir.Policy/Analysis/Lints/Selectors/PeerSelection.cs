using System.Collections.Immutable;
using Weir.Policy.Analysis.Lints.Redundancy;
using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Lints.Selectors;

/// <summary>Peers that select nobody, and the dash that is the usual reason.</summary>
internal sealed class PeerSelection : Lint
{
    public static readonly LintRule NoPod = new(
        "WEIR002",
        "peer-selects-no-pod",
        LintSeverity.Warning,
        "A peer selects no pod",
        "A peer that selects nobody admits nobody. Most often a label is misspelt, or the pods are in another namespace.",
        "Correct the labels, or remove the peer.");

    public static readonly LintRule NoNamespace = new(
        "WEIR003",
        "peer-selects-no-namespace",
        LintSeverity.Warning,
        "A peer selects no namespace",
        "A namespaceSelector that fits no namespace admits nobody. Namespaces often lack the labels that policies expect of them.",
        "Correct the label, put it on the namespace, or select by kubernetes.io/metadata.name, which every namespace has.");

    public static readonly LintRule Dash = new(
        "WEIR004",
        "and-or-dash",
        LintSeverity.Warning,
        "Two selectors look as if a dash makes them OR where AND was meant, or the reverse",
        "Two list items are alternatives, and a podSelector of its own means the policy's own namespace. One item with both selectors wants both.",
        "Write both selectors in one list item for AND, in two for OR.");

    public static readonly LintRule HostNetwork = new(
        "WEIR007",
        "host-network-peer",
        LintSeverity.Warning,
        "A peer selects host-network pods only",
        "Selectors do not match pods that share their node's network; their traffic carries the node's address.",
        "Admit the nodes' addresses with an ipBlock.");

    public override ImmutableArray<LintRule> Rules => [NoPod, NoNamespace, Dash, HostNetwork];

    public override IEnumerable<LintFinding> Check(LintWorld world) =>
        world.Policies.SelectMany(policy => policy.Rules.SelectMany(rule => Check(world, policy, rule)));

    private static IEnumerable<LintFinding> Check(LintWorld world, LintedPolicy policy, Rule rule)
    {
        var peers = rule.Peers ?? [];
        for (var i = 0; i < peers.Count; i++)
        {
            if (peers[i] is not PodPeer { Pods: var peer } || IsMute(peer)) continue;

            var field = $"{Phrase.PeerList(rule)}[{i}]";
            var pods = world.PodsMatching(peer);
            if (!pods.IsEmpty)
            {
                if (pods.All(pod => pod.HostNetwork))
                {
                    yield return LintFinding.In(HostNetwork, policy, rule, field, $"selects only {Phrase.Pods(pods)} on the host network, whom selectors do not match");
                }

                continue;
            }

            if (world.Resolvers.MayBe(peer, world)) continue;

            var finding = SplitInTwo(world, policy, rule, peers, i) ?? JoinedInOne(world, policy, rule, peer, i) ?? Misses(world, policy, rule, peer, field);
            if (finding is not null) yield return finding;
        }
    }

    /// <summary>Others speak of selectors that no pod could ever match.</summary>
    private static bool IsMute(PodMatcher peer) =>
        !peer.Pods.IsWellFormed || SelectorMeaning.Of(peer.Pods).IsImpossible
        || (peer.Namespaces is { } spaces && (!spaces.IsWellFormed || SelectorMeaning.Of(spaces).IsImpossible));

    /// <summary>
    /// A bare podSelector that fits nobody at home, beside a bare namespaceSelector in whose namespaces there are such pods.
    /// </summary>
    private static LintFinding? SplitInTwo(LintWorld world, LintedPolicy policy, Rule rule, EquatableArray<Peer> peers, int index)
    {
        if (peers[index] is not PodPeer { Pods: { Namespace: not null, Pods: { IsEmpty: false } pods } }) return null;

        var list = Phrase.PeerList(rule);
        foreach (var beside in (ReadOnlySpan<int>)[index - 1, index + 1])
        {
            if (beside < 0 || beside >= peers.Count) continue;
            if (peers[beside] is not PodPeer { Pods: { Namespace: null, Namespaces: { } spaces, Pods.IsEmpty: true } }) continue;

            var both = new PodMatcher(null, spaces, pods);
            var meant = world.PodsMatching(both);
            if (meant.IsEmpty && !world.Resolvers.MayBe(both, world)) continue;

            var who = meant.IsEmpty ? "the cluster's DNS" : Phrase.Pods(meant);
            return LintFinding.In(
                Dash,
                policy,
                rule,
                $"{list}[{index}]",
                $"the dash makes it an alternative to {list}[{beside}]: all pods of namespaces {spaces} are admitted, and pods {pods} of "
                + $"{policy.Text.Namespace}, of which there are none; in one item the two would select {who}",
                $"Remove the dash:\n{PolicyText.Peer(new NetworkPolicyPeer { NamespaceSelector = spaces, PodSelector = pods })}");
        }

        return null;
    }

    /// <summary>Both selectors in one item fit nobody, while each alone would fit somebody: the pods are at home.</summary>
    private static LintFinding? JoinedInOne(LintWorld world, LintedPolicy policy, Rule rule, PodMatcher peer, int index)
    {
        if (peer is not { Namespaces: { IsEmpty: false } spaces, Pods: { IsEmpty: false } pods }) return null;

        var home = policy.Text.Namespace;
        var atHome = world.PodsMatching(new PodMatcher(home, null, pods));
        var there = world.PodsMatching(new PodMatcher(null, spaces, LabelSelector.Everything));
        if (atHome.IsEmpty || there.IsEmpty) return null;

        return LintFinding.In(
            Dash,
            policy,
            rule,
            $"{Phrase.PeerList(rule)}[{index}]",
            $"one item wants both: pods {pods} in namespaces {spaces}, of which there are none; such pods are in the policy's own "
            + $"namespace ({Phrase.Pods(atHome)})",
            "Put a dash before podSelector if the pods of the policy's own namespace were meant, beside all pods of those namespaces.");
    }

    private static LintFinding? Misses(LintWorld world, LintedPolicy policy, Rule rule, PodMatcher peer, string field)
    {
        if (peer.Namespaces is { } spaces && !world.NamespacesMatching(spaces).Any()) return MissesNamespace(world, policy, rule, spaces, field);

        Namespace[] selected = [.. peer.Namespace is null ? world.NamespacesMatching(peer.Namespaces ?? LabelSelector.Everything) : [new Namespace(peer.Namespace)]];

        // What runs in a namespace of which the input shows no pod, nobody can say.
        if (!selected.All(space => world.KnowsPodsOf(space.Name)) || peer.Pods.IsEmpty) return null;

        var elsewhere = world.PodsMatching(new PodMatcher(null, null, peer.Pods)).Select(pod => pod.Namespace).Distinct().ToArray();
        var hint = elsewhere.Length > 0
            ? $"such pods are in namespace {Phrase.List(elsewhere)}"
            : NearestLabel.Hint(peer.Pods, [.. selected.SelectMany(space => world.PodLabelsOf(space.Name)).Distinct()]);
        var where = selected.Length == 1 ? $"namespace {selected[0].Name}" : peer.Namespaces is { IsEmpty: false } ? $"namespaces {peer.Namespaces}" : "any namespace";
        return LintFinding.In(
            NoPod, policy, rule, $"{field}.podSelector", $"{peer.Pods} selects no pod in {where}{(hint is null ? "" : $"; {hint}")}");
    }

    private static LintFinding? MissesNamespace(LintWorld world, LintedPolicy policy, Rule rule, LabelSelector spaces, string field)
    {
        var hint = NearestLabel.Hint(spaces, world.NamespaceLabels);
        var namesOnly = spaces.MatchLabels.All(label => label.Key == Namespace.NameLabel) && spaces.MatchExpressions.All(r => r.Key == Namespace.NameLabel);

        // A folder seldom holds every namespace of its cluster: a name that it does not hold is no finding, unless it is nearly one
        // that it does. Labels can only be judged where the input declares some.
        if (namesOnly)
        {
            hint = spaces.MatchLabels.TryGetValue(Namespace.NameLabel, out var name)
                && Spelling.Nearest(name, world.Namespaces.Select(space => space.Name)) is { } near ? $"did you mean {near}?" : null;
            if (hint is null) return null;
        }
        else if (!world.Namespaces.Any(space => space.Labels.Count > 1))
        {
            return null;
        }

        return LintFinding.In(
            NoNamespace, policy, rule, $"{field}.namespaceSelector", $"{spaces} selects no namespace{(hint is null ? "" : $"; {hint}")}");
    }
}
