using System.Collections.Immutable;
using Weir.Policy.Addresses;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Policy.Compilation;

/// <summary>
/// Keeps a <see cref="PolicyTable"/> in step with a cluster. Events only mark what they touch; <see cref="Commit"/> brings the table
/// up to date in one step and says what changed. The result depends on the current objects alone, never on how they came to be.
/// <code>
/// event ─> groups whose policies changed ─> subject classes ─> rules in force ─> predicates in force
///                                                                                    │
/// event ─> groups and addresses whose peers changed  &lt;───────────────────────────────┘
///                                                    └─> peer classes, ranges ─> cells ─> delta
/// </code>
/// Not safe for several threads at once.
/// </summary>
public sealed class PolicyCompiler
{
    private readonly PolicyProfile profile;
    private readonly Func<Pod, bool> isLocal;
    private readonly bool keepCells;
    private readonly PodRegistry pods = new();
    private readonly PolicyRegistry policies = new([Tier.NetworkPolicy]);
    private readonly PortTables ports = new();
    private readonly DirectionCompiler ingress;
    private readonly DirectionCompiler egress;
    private ulong lastStandIn;

    private PolicyCompiler(PolicyProfile? profile, Func<Pod, bool> isLocal, bool keepCells)
    {
        this.profile = profile ?? PolicyProfile.Default;
        this.isLocal = isLocal;
        this.keepCells = keepCells;
        ingress = new DirectionCompiler(Direction.Ingress, pods, policies, this.profile, new(Direction.Ingress, ports, keepCells));
        egress = new DirectionCompiler(Direction.Egress, pods, policies, this.profile, new(Direction.Egress, ports, keepCells));
        Table = new PolicyTable(ingress.Table, egress.Table, ports);
    }

    public PolicyTable Table { get; }

    /// <summary>For a dataplane: subjects are the pods of one node, and the delta holds all that its kernel needs.</summary>
    public static PolicyCompiler ForNode(string nodeName, PolicyProfile? profile = null) =>
        new(profile, pod => pod.NodeName == nodeName, keepCells: true);

    /// <summary>For a dataplane that enforces for every pod at once.</summary>
    public static PolicyCompiler ForEveryNode(PolicyProfile? profile = null) => new(profile, _ => true, keepCells: true);

    /// <summary>
    /// For analysis: every pod is a subject, pods without an address take part, and cells are worked out when they are asked for,
    /// so that deltas carry none.
    /// </summary>
    public static PolicyCompiler ForAnalysis(PolicyProfile? profile = null) => new(profile, _ => true, keepCells: false);

    /// <summary>Sets every object of a snapshot. Objects that are not in it stay as they are.</summary>
    public void Load(ClusterSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        foreach (var space in snapshot.Namespaces) Set(space);
        foreach (var pod in snapshot.Pods) Set(pod);
        foreach (var policy in snapshot.NetworkPolicies) Set(policy);
    }

    /// <summary>Sets what differs between two snapshots and removes what is gone. The first must be what the compiler holds.</summary>
    public void Update(ClusterSnapshot from, ClusterSnapshot to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        Update(from.Namespaces, to.Namespaces, space => space.Name, Set, RemoveNamespace);
        Update(from.Pods, to.Pods, pod => pod.Ref, Set, Remove);
        Update(from.NetworkPolicies, to.NetworkPolicies, policy => new PolicyRef(NetworkPolicyLowering.Kind, policy.Namespace, policy.Name), Set, Remove);
    }

    /// <summary>Adds a namespace or replaces the one of that name.</summary>
    public void Set(Namespace ns)
    {
        ArgumentNullException.ThrowIfNull(ns);
        SetNamespaceLabels(ns.Name, ns.Labels);
    }

    /// <summary>What the namespace held stays, with the name label only, until its own removal arrives.</summary>
    public void RemoveNamespace(string name) => SetNamespaceLabels(name, new Namespace(name).Labels);

    /// <summary>Adds a pod or replaces the one of that name.</summary>
    public void Set(Pod pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        var old = pods.Find(pod.Ref);
        var addresses = Addresses(pod, old);
        var applies = AddressOwnership.CanOwn(pod); // R59, R72
        var state = pods.Set(pod, addresses, applies, applies && isLocal(pod));
        Touch(old);
        Touch(state);
    }

    public void Remove(PodRef pod)
    {
        var old = pods.Remove(pod);
        Touch(old);
    }

    /// <summary>Adds a policy or replaces the one of that name.</summary>
    public void Set(NetworkPolicy policy) => Set(NetworkPolicyLowering.Lower(policy, []), 0);

    public void Remove(PolicyRef policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (policies.Remove(policy) is { } old) TouchSubjects(old.Policy.Subject);
    }

    /// <summary>Brings the table up to date. The delta says how it differs from the table at the last commit.</summary>
    public TableDelta Commit()
    {
        ingress.Commit();
        egress.Commit();
        pods.Commit();

        var (inTable, egTable) = (ingress.Table, egress.Table);
        return new TableDelta
        {
            Subjects = Edits(table => table.Subjects, (direction, ip) => new SubjectKey(direction, ip), key => key.Address.Family != IPFamily.None),
            Peers = Edits(table => table.Peers, (direction, ip) => new PeerKey(direction, ip), key => key.Address.Family != IPFamily.None),
            Ranges = Edits(table => table.Ranges, (direction, range) => new RangeKey(direction, range), _ => true),
            Cells = Edits(table => table.Cells, (direction, cell) => new CellKey(direction, cell.Subject, cell.Peer), _ => true),
            PortTables = ports.Commit(),
        };

        List<Edit<TKey, TValue>> Edits<TMapKey, TKey, TValue>(
            Func<DirectionTable, TrackedMap<TMapKey, TValue>> map, Func<Direction, TMapKey, TKey> key, Func<TKey, bool> keep)
            where TMapKey : notnull
            where TValue : IEquatable<TValue>
        {
            List<Edit<TKey, TValue>> edits = [];
            foreach (var table in (ReadOnlySpan<DirectionTable>)[inTable, egTable])
            {
                foreach (var edit in map(table).Commit())
                {
                    var full = key(table.Direction, edit.Key);
                    if (keep(full)) edits.Add(new(full, edit.Had, edit.Old, edit.Has, edit.New));
                }
            }

            return edits;
        }
    }

    /// <summary>The table's verdict on a flow, with the exemptions that the evaluator makes. Uncommitted events do not show.</summary>
    public bool Allows(Flow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        return Allows(Direction.Egress, flow) && Allows(Direction.Ingress, flow); // R10
    }

    public bool Allows(Direction direction, Flow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        var (subjectEnd, peer) = direction == Direction.Ingress ? (flow.Destination, flow.Source) : (flow.Source, flow.Destination);
        if (subjectEnd is not PodEndpoint { Pod: { IsFinished: false } subject }) return true; // R59, R72

        if (peer is PodEndpoint { Pod: var other } && other.Ref == subject.Ref) return true; // R52, R55
        if (peer is NodeEndpoint { NodeName: { } node } && node == subject.NodeName
            && (direction == Direction.Ingress || !profile.EnforceOwnNodeEgress))
        {
            return true; // R56, R57
        }

        return Table.Allows(direction, AddressOf(subjectEnd), AddressOf(peer), flow.Protocol, flow.Port);
    }

    /// <summary>The address that stands for an end of a flow in the table.</summary>
    public IP AddressOf(Endpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (endpoint.Address is { } address) return address;

        return endpoint is PodEndpoint { Pod: var pod } && pods.Find(pod.Ref) is { Addresses: [var first, ..] } ? first : default;
    }

    /// <summary>The addresses that stand for a pod in the table; none for one that is not known.</summary>
    public ImmutableArray<IP> AddressesOf(PodRef pod) => pods.Find(pod)?.Addresses ?? [];

    /// <summary>Whether the address stands for this pod, and not for another that claims it too (R76).</summary>
    internal bool Owns(PodRef pod, IP address) => pods.OwnerOf(address)?.Pod.Ref == pod;

    internal DirectionTable Part(Direction direction) => direction == Direction.Ingress ? ingress.Table : egress.Table;

    private static void Update<T, TKey>(
        ImmutableArray<T> from, ImmutableArray<T> to, Func<T, TKey> key, Action<T> set, Action<TKey> remove)
        where T : notnull
        where TKey : notnull
    {
        Dictionary<TKey, T> old = [];
        foreach (var item in from) old[key(item)] = item;

        foreach (var item in to)
        {
            if (!old.Remove(key(item), out var before) || !before.Equals(item)) set(item);
        }

        foreach (var gone in old.Keys) remove(gone);
    }

    private void Set(TierPolicy policy, int tier)
    {
        if (policies.Remove(policy.Ref) is { } old) TouchSubjects(old.Policy.Subject);

        policies.Add(new PolicyState(policy, tier, ingress.Compile(policy.Ingress), egress.Compile(policy.Egress)));
        TouchSubjects(policy.Subject);
    }

    private void SetNamespaceLabels(string name, LabelSet labels)
    {
        if (!pods.SetNamespaceLabels(name, labels)) return;

        foreach (var group in pods.GroupsOf(name)) TouchGroup(group);
    }

    private void Touch(PodState? pod)
    {
        if (pod is null) return;

        if (pod.Group is { } group) TouchGroup(group, onlyIfNew: true);
        foreach (var address in pod.Addresses)
        {
            ingress.Touch(address);
            egress.Touch(address);
        }
    }

    private void TouchGroup(PodGroup group, bool onlyIfNew = false)
    {
        ingress.Touch(group, onlyIfNew);
        egress.Touch(group, onlyIfNew);
    }

    private void TouchSubjects(PodMatcher subject)
    {
        foreach (var group in pods.Matching(subject))
        {
            if (group.Local == 0) continue;

            ingress.TouchSubject(group);
            egress.TouchSubject(group);
        }
    }

    /// <summary>
    /// A pod without an address stands in the table under a number of no family: no block holds it and no packet carries it. A
    /// dataplane has no use for it.
    /// </summary>
    private ImmutableArray<IP> Addresses(Pod pod, PodState? old)
    {
        if (!pod.IPs.IsEmpty) return [.. pod.IPs.Items.Distinct()];
        if (keepCells) return [];

        return old is { Addresses: [{ Family: IPFamily.None }] } ? old.Addresses : [new IP(++lastStandIn, IPFamily.None)];
    }
}
