using System.Collections.Immutable;
using Weir.Policy.Addresses;
using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Policy.Compilation;

/// <summary>
/// One direction of <see cref="PolicyCompiler"/>: collects what events touched, and at the commit works down from subjects to
/// rules, predicates, peers and cells.
/// </summary>
internal sealed class DirectionCompiler(
    Direction direction, PodRegistry pods, PolicyRegistry policies, PolicyProfile profile, DirectionTable table)
{
    private readonly RuleInterner rules = new();
    private readonly PredicateIndex predicates = new();
    private readonly HashSet<PodGroup> known = [];
    private readonly HashSet<PodGroup> touchedSubjects = [];
    private readonly HashSet<PodGroup> touchedPeers = [];
    private readonly HashSet<IP> touchedAddresses = [];
    private readonly HashSet<Predicate> touchedPredicates = [];
    private readonly Dictionary<string, int> namesInForce = [];
    private bool namesChanged;
    private int commits;

    public DirectionTable Table => table;

    /// <summary>Null: the policy does not cover this direction.</summary>
    public CompiledRule[]? Compile(EquatableArray<Rule>? text)
    {
        if (text is not { } list) return null;

        var compiled = new CompiledRule[list.Count];
        for (var i = 0; i < compiled.Length; i++) compiled[i] = rules.Intern(list[i]);
        return compiled;
    }

    public void Touch(IP address) => touchedAddresses.Add(address);

    /// <summary>Something that selectors see changed, or (only if new) a pod came or went.</summary>
    public void Touch(PodGroup group, bool onlyIfNew)
    {
        touchedSubjects.Add(group);
        if (!onlyIfNew || known.Add(group)) touchedPeers.Add(group);
    }

    public void TouchSubject(PodGroup group) => touchedSubjects.Add(group);

    public void Commit()
    {
        foreach (var group in touchedSubjects) RefreshSubject(group);
        ApplyRules();
        foreach (var group in touchedPeers) RefreshPredicates(group);
        ApplyPredicates();
        if (namesChanged) touchedPeers.UnionWith(pods.Groups.Where(group => !group.Key.Ports.IsEmpty));
        foreach (var group in touchedPeers) RefreshNames(group);
        foreach (var address in touchedAddresses) RefreshAddress(address);

        table.Commit();
        touchedSubjects.Clear();
        touchedPeers.Clear();
        touchedAddresses.Clear();
        touchedPredicates.Clear();
        namesChanged = false;
        if (++commits % 1024 == 0) Trim();
    }

    /// <summary>Which rules apply to the group's local pods now.</summary>
    private void RefreshSubject(PodGroup group)
    {
        if (group.Pods.Count == 0) known.Remove(group);

        var part = group.Part(direction);
        var tiers = group.Local == 0 ? [] : TiersOf(group);
        if (part.Subject is { } old && old.Tiers == tiers) return;

        if (part.Subject is not null) table.Release(part.Subject);
        if (part.Subject is null && tiers.IsEmpty) return;

        part.Subject = tiers.IsEmpty ? null : table.Subject(tiers);
        TouchAddresses(group);
    }

    private EquatableArray<SubjectTier> TiersOf(PodGroup group)
    {
        var selecting = policies.Selecting(group.Key, pods.NamespaceLabels(group.Key.Namespace));
        List<SubjectTier> tiers = [];
        for (var i = 0; i < policies.Tiers.Count; i++)
        {
            var tier = policies.Tiers[i];
            var covering = selecting[i].Where(policy => policy.Rules(direction) is not null).ToArray();
            var applying = covering.SelectMany(policy => policy.Rules(direction)!)
                .Select(rule => Resolve(rule, group))
                .Where(rule => rule.Ports is not { IsEmpty: true } && rule.Rule.Content.Peers is not { IsEmpty: true });

            // R7: where the tier has no order, neither order nor repetition makes a difference.
            if (tier.Mode == TierMode.DenyBeatsAllow) applying = applying.Distinct().OrderBy(rule => rule.Rule.Id);

            var resolved = new SubjectTier(tier.Mode, tier.Isolates && covering.Length > 0, applying.ToImmutableArray());
            if (resolved.Isolated || !resolved.Rules.IsEmpty) tiers.Add(resolved);
        }

        return tiers.ToImmutableArray();
    }

    private SubjectRule Resolve(CompiledRule rule, PodGroup group)
    {
        if (rule.Content.Names.IsEmpty) return new SubjectRule(rule, rule.Content.Ports);

        // R43: an ingress name means the subject's own ports. R44: an egress name is the peer's affair.
        return direction == Direction.Ingress ? new(rule, rule.PortsFor(group.Key.Ports.AsSpan())) : new(rule, null);
    }

    /// <summary>Counts rules, predicates and names as they come into force or go out of it.</summary>
    private void ApplyRules()
    {
        var (fresh, idle) = table.SubjectChanges();
        foreach (var subject in fresh)
        {
            subject.IsInForce = true;
            foreach (var rule in RulesOf(subject))
            {
                if (rule.Uses++ == 0) Count(rule, +1);
            }
        }

        foreach (var subject in idle)
        {
            if (!subject.IsInForce) continue;

            subject.IsInForce = false;
            foreach (var rule in RulesOf(subject))
            {
                if (--rule.Uses == 0) Count(rule, -1);
            }
        }
    }

    private static IEnumerable<CompiledRule> RulesOf(SubjectClass subject) =>
        subject.Tiers.SelectMany(tier => tier.Rules.Select(rule => rule.Rule));

    private void Count(CompiledRule rule, int by)
    {
        foreach (var (predicate, _) in rule.Content.Peers ?? [])
        {
            predicate.Uses += by;
            touchedPredicates.Add(predicate);
        }

        if (direction == Direction.Ingress) return;

        foreach (var port in rule.Content.Names)
        {
            var before = namesInForce.GetValueOrDefault(port.Name);
            namesInForce[port.Name] = before + by;
            if (before + by == 0) namesInForce.Remove(port.Name);
            namesChanged |= (before == 0) != (before + by == 0);
        }
    }

    private void ApplyPredicates()
    {
        List<IPRange> changed = [];
        foreach (var predicate in touchedPredicates)
        {
            var apply = predicate.Uses > 0;
            if (apply == predicate.IsApplied) continue;

            predicate.IsApplied = apply;
            switch (predicate.Peer)
            {
                case PodPeer { Pods: var matcher }:
                    predicates.Change(predicate, matcher, apply);
                    foreach (var group in pods.Matching(matcher)) Mark(group, predicate, apply);
                    break;

                case AddressPeer { Block: var block, Except: var except }:
                    foreach (var range in AddressRanges.Flatten(block, except)) table.ChangeBlock(range, predicate.Id, apply, changed);
                    break;
            }
        }

        foreach (var range in changed)
        {
            // With blocks that never match pods, every pod inside needs an entry of its own; else only those that have one move.
            touchedAddresses.UnionWith(profile.IPBlockMatchesPods ? table.PeersIn(range) : pods.Addresses.Where(range.Contains));
        }
    }

    private void Mark(PodGroup group, Predicate predicate, bool add)
    {
        var part = group.Part(direction);
        var index = part.Predicates.BinarySearch(predicate.Id);
        if (index >= 0 == add) return;

        part.Predicates = add ? part.Predicates.Insert(~index, predicate.Id) : part.Predicates.RemoveAt(index);
        TouchAddresses(group);
    }

    private void RefreshPredicates(PodGroup group)
    {
        var now = predicates.Matching(group.Key, pods.NamespaceLabels(group.Key.Namespace));
        var part = group.Part(direction);
        if (part.Predicates.AsSpan().SequenceEqual(now.AsSpan())) return;

        part.Predicates = now;
        TouchAddresses(group);
    }

    /// <summary>R44: which of the group's named ports egress rules may mean.</summary>
    private void RefreshNames(PodGroup group)
    {
        EquatableArray<ContainerPort> now = group.Key.Ports.IsEmpty || namesInForce.Count == 0
            ? []
            : group.Key.Ports.Where(port => namesInForce.ContainsKey(port.Name)).ToImmutableArray();
        var part = group.Part(direction);
        if (part.NamedPorts == now) return;

        part.NamedPorts = now;
        TouchAddresses(group);
    }

    private void TouchAddresses(PodGroup group)
    {
        foreach (var pod in group.Pods) touchedAddresses.UnionWith(pod.Addresses);
    }

    private void RefreshAddress(IP address)
    {
        if (pods.OwnerOf(address) is not { Group: { } group } owner)
        {
            table.Subjects.Remove(address);
            table.RemovePeer(address);
            return;
        }

        var part = group.Part(direction);
        if (owner.IsLocal && part.Subject is { } subject) table.Subjects.Set(address, subject.Id);
        else table.Subjects.Remove(address);

        // R35: a pod's address is also in the blocks that hold it, unless the profile says otherwise.
        var blocks = table.BlocksOf(address);
        var key = new PeerClassKey(
            profile.IPBlockMatchesPods ? PeerClassKey.Join(part.Predicates, blocks) : part.Predicates, part.NamedPorts);

        // Nothing that the ranges do not say already: no entry, no cost.
        var followsRanges = part.NamedPorts.IsEmpty && part.Predicates.IsEmpty && (profile.IPBlockMatchesPods || blocks.IsEmpty);
        if (followsRanges) table.RemovePeer(address);
        else table.SetPeer(address, key);
    }

    private void Trim() => rules.Trim(policies.All.SelectMany(policy => policy.Rules(direction) ?? []).ToHashSet());
}
