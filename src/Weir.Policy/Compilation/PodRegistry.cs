using System.Collections.Immutable;
using Weir.Policy.Addresses;
using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Policy.Compilation;

/// <summary>The pods by name, by address, and in groups by namespace and labels.</summary>
internal sealed class PodRegistry
{
    private readonly Dictionary<PodRef, PodState> byRef = [];
    private readonly Dictionary<IP, ImmutableArray<PodState>> byAddress = [];
    private readonly Dictionary<PodGroupKey, PodGroup> groups = [];
    private readonly Dictionary<string, NamespaceState> namespaces = [];
    private readonly LabelIndex<PodGroup> groupsByLabel = new();
    private readonly HashSet<PodGroup> emptied = [];

    public IReadOnlyCollection<PodGroup> Groups => groupsByLabel.All;

    public IReadOnlyCollection<IP> Addresses => byAddress.Keys;

    public PodState? Find(PodRef pod) => byRef.GetValueOrDefault(pod);

    /// <summary>The pod that an address belongs to (R76), or null.</summary>
    public PodState? OwnerOf(IP address)
    {
        if (!byAddress.TryGetValue(address, out var holders)) return null;

        PodState? owner = null;
        foreach (var holder in holders)
        {
            if (holder.Group is not null && (owner is null || AddressOwnership.Beats(holder.Pod, owner.Pod))) owner = holder;
        }

        return owner;
    }

    public PodState Set(Pod pod, ImmutableArray<IP> addresses, bool applies, bool isLocal)
    {
        Remove(pod.Ref);
        var state = new PodState(pod, addresses, applies ? GroupOf(pod) : null, isLocal);
        byRef[pod.Ref] = state;
        foreach (var address in addresses)
        {
            byAddress[address] = byAddress.TryGetValue(address, out var holders) ? holders.Add(state) : [state];
        }

        if (state.Group is { } group)
        {
            group.Pods.Add(state);
            if (isLocal) group.Local++;
        }

        return state;
    }

    public PodState? Remove(PodRef pod)
    {
        if (!byRef.Remove(pod, out var state)) return null;

        foreach (var address in state.Addresses)
        {
            var rest = byAddress[address].Remove(state);
            if (rest.IsEmpty) byAddress.Remove(address);
            else byAddress[address] = rest;
        }

        if (state.Group is { } group)
        {
            group.Pods.Remove(state);
            if (state.IsLocal) group.Local--;
            if (group.Pods.Count == 0) emptied.Add(group);
        }

        return state;
    }

    public LabelSet NamespaceLabels(string name) => NamespaceOf(name).Labels;

    public IReadOnlyCollection<PodGroup> GroupsOf(string ns) =>
        namespaces.TryGetValue(ns, out var space) ? space.Groups.All : [];

    /// <summary>False: they are as they were.</summary>
    public bool SetNamespaceLabels(string name, LabelSet labels)
    {
        var space = NamespaceOf(name);
        if (space.Labels.Equals(labels)) return false;

        space.Labels = labels;
        return true;
    }

    /// <summary>The groups that a matcher matches.</summary>
    public IEnumerable<PodGroup> Matching(PodMatcher matcher)
    {
        if (matcher.Namespace is { } name)
        {
            if (!namespaces.TryGetValue(name, out var space)) return [];
            return space.Groups.Candidates(matcher.Pods).Where(group => Matches(matcher, group));
        }

        return groupsByLabel.Candidates(matcher.Pods).Where(group => Matches(matcher, group));
    }

    public bool Matches(PodMatcher matcher, PodGroup group) =>
        matcher.Matches(group.Key.Labels, group.Key.Namespace, NamespaceLabels(group.Key.Namespace));

    /// <summary>Forgets groups without pods. Until then they keep what the table knows of them.</summary>
    public void Commit()
    {
        foreach (var group in emptied)
        {
            if (group.Pods.Count > 0) continue;

            groups.Remove(group.Key);
            groupsByLabel.Remove(group.Key.Labels, group);
            namespaces[group.Key.Namespace].Groups.Remove(group.Key.Labels, group);
        }

        emptied.Clear();
    }

    private PodGroup GroupOf(Pod pod)
    {
        var key = new PodGroupKey(pod.Namespace, pod.Labels, Normalise(pod.Ports));
        if (groups.TryGetValue(key, out var group)) return group;

        groups[key] = group = new PodGroup(key);
        groupsByLabel.Add(key.Labels, group);
        NamespaceOf(pod.Namespace).Groups.Add(key.Labels, group);
        return group;
    }

    /// <summary>Only names count (R49).</summary>
    private static EquatableArray<ContainerPort> Normalise(EquatableArray<ContainerPort> ports)
    {
        if (ports.IsEmpty) return ports;

        return ports.Where(port => port.Name.Length > 0).Distinct()
            .OrderBy(port => port.Name, StringComparer.Ordinal).ThenBy(port => port.Protocol).ThenBy(port => port.Port)
            .ToImmutableArray();
    }

    private NamespaceState NamespaceOf(string name)
    {
        if (!namespaces.TryGetValue(name, out var space)) namespaces[name] = space = new NamespaceState(new Namespace(name).Labels);
        return space;
    }

    private sealed class NamespaceState(LabelSet labels)
    {
        public LabelSet Labels { get; set; } = labels;

        public LabelIndex<PodGroup> Groups { get; } = new();
    }
}
