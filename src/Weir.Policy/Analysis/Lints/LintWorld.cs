using System.Collections.Immutable;
using Weir.Policy.Compilation;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Lints;

/// <summary>A cluster, ready for the questions that lints ask. Answers are kept, since many policies ask the same.</summary>
internal sealed class LintWorld
{
    private readonly Dictionary<string, Namespace> namespaces = new(StringComparer.Ordinal);
    private readonly LabelIndex<Namespace> namespacesByLabel = new();
    private readonly Dictionary<string, LabelIndex<Pod>> podsByNamespace = new(StringComparer.Ordinal);
    private readonly Dictionary<PodMatcher, ImmutableArray<Pod>> matches = [];
    private readonly Dictionary<PodRef, List<LintedPolicy>> selecting = [];
    private readonly Dictionary<string, ImmutableArray<KeyValuePair<string, string>>> labels = new(StringComparer.Ordinal);
    private readonly Lazy<PolicyCompiler> compiler;

    public LintWorld(ClusterSnapshot snapshot, PolicyProfile profile)
    {
        Snapshot = snapshot;
        foreach (var space in snapshot.Namespaces) namespaces[space.Name] = space;
        foreach (var pod in snapshot.Pods)
        {
            namespaces.TryAdd(pod.Namespace, new Namespace(pod.Namespace));
            if (!podsByNamespace.TryGetValue(pod.Namespace, out var pods)) podsByNamespace[pod.Namespace] = pods = new();
            pods.Add(pod.Labels, pod);
        }

        foreach (var policy in snapshot.NetworkPolicies) namespaces.TryAdd(policy.Namespace, new Namespace(policy.Namespace));
        foreach (var space in namespaces.Values) namespacesByLabel.Add(space.Labels, space);

        // Where an object comes twice, the later one counts.
        var texts = snapshot.NetworkPolicies.ToLookup(policy => (policy.Namespace, policy.Name));
        var lowered = PolicySet.From(snapshot);
        Policies =
        [
            .. lowered.Tiers[0].Policies.Select(policy => new LintedPolicy(
                texts[(policy.Ref.Namespace!, policy.Ref.Name)].Last(), policy, PodsMatching(policy.Subject))),
        ];
        PoliciesByNamespace = Policies.ToLookup(policy => policy.Text.Namespace, StringComparer.Ordinal);
        ServicesByNamespace = snapshot.Services.ToLookup(service => service.Namespace, StringComparer.Ordinal);
        NamespaceLabels = [.. namespaces.Values.SelectMany(space => space.Labels).Distinct()];
        foreach (var policy in Policies)
        {
            foreach (var pod in policy.Subjects)
            {
                if (!selecting.TryGetValue(pod.Ref, out var policies)) selecting[pod.Ref] = policies = [];
                policies.Add(policy);
            }
        }

        Evaluator = new PolicyEvaluator(new ClusterIndex(snapshot), lowered, profile);
        Resolvers = Resolvers.Of(this);
        compiler = new Lazy<PolicyCompiler>(() =>
        {
            var all = PolicyCompiler.ForAnalysis(profile);
            all.Load(snapshot);
            all.Commit();
            return all;
        });
    }

    public ClusterSnapshot Snapshot { get; }

    public ImmutableArray<LintedPolicy> Policies { get; }

    public ILookup<string, LintedPolicy> PoliciesByNamespace { get; }

    public ILookup<string, Service> ServicesByNamespace { get; }

    public IReadOnlyCollection<Namespace> Namespaces => namespaces.Values;

    /// <summary>Each label that some namespace has, once.</summary>
    public ImmutableArray<KeyValuePair<string, string>> NamespaceLabels { get; }

    public PolicyEvaluator Evaluator { get; }

    public Resolvers Resolvers { get; }

    /// <summary>Made on first use: few lints need it.</summary>
    public PolicyCompiler Compiler => compiler.Value;

    /// <summary>False: the input says nothing about what runs there, so nothing can be said about selectors.</summary>
    public bool KnowsPodsOf(string ns) => podsByNamespace.ContainsKey(ns);

    public IReadOnlyCollection<Pod> PodsOf(string ns) => podsByNamespace.TryGetValue(ns, out var pods) ? pods.All : [];

    /// <summary>Each label that some pod of the namespace has, once.</summary>
    public ImmutableArray<KeyValuePair<string, string>> PodLabelsOf(string ns)
    {
        if (!labels.TryGetValue(ns, out var known)) labels[ns] = known = [.. PodsOf(ns).SelectMany(pod => pod.Labels).Distinct()];
        return known;
    }

    public IEnumerable<Namespace> NamespacesMatching(LabelSelector selector) => selector.IsWellFormed
        ? namespacesByLabel.Candidates(selector).Where(space => selector.Matches(space.Labels))
        : [];

    /// <summary>All pods that the labels fit, also those that policies do not apply to.</summary>
    public ImmutableArray<Pod> PodsMatching(PodMatcher matcher)
    {
        if (matches.TryGetValue(matcher, out var known)) return known;

        var spaces = matcher.Namespace is { } name
            ? namespaces.TryGetValue(name, out var space) ? [space] : []
            : NamespacesMatching(matcher.Namespaces ?? LabelSelector.Everything);
        return matches[matcher] =
        [
            .. spaces.SelectMany(space => podsByNamespace.TryGetValue(space.Name, out var pods)
                ? pods.Candidates(matcher.Pods).Where(pod => matcher.Matches(pod.Labels, space.Name, space.Labels))
                : []),
        ];
    }

    /// <summary>The policies that apply to a pod.</summary>
    public IReadOnlyList<LintedPolicy> Selecting(Pod pod) => selecting.TryGetValue(pod.Ref, out var policies) ? policies : [];

    public IEnumerable<LintedPolicy> Isolating(Pod pod, Direction direction) =>
        Selecting(pod).Where(policy => policy.Lowered.Rules(direction) is not null);

    /// <summary>
    /// The pods at whose ports a rule aims: its own subjects for ingress, for egress the pods that its peers select, or every pod where
    /// it has no peers. Null: also addresses that may be anybody's.
    /// </summary>
    public ImmutableArray<Pod>? DestinationsOf(LintedPolicy policy, Rule rule)
    {
        if (rule.Ref.Direction == Direction.Ingress) return policy.Subjects;
        if (rule.Peers is not { } peers) return null;
        if (peers.Any(peer => peer is not PodPeer)) return null;

        return [.. peers.OfType<PodPeer>().SelectMany(peer => PodsMatching(peer.Pods)).Where(AddressOwnership.CanOwn).DistinctBy(pod => pod.Ref)];
    }
}
