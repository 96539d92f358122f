using System.Collections.Immutable;
using Weir.Policy.Addresses;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Lints;

/// <summary>
/// The pods that answer DNS queries. Where the input has none, one with the usual labels is presumed, so that a folder of policies can
/// be checked too; it has no address.
/// </summary>
internal sealed record Resolvers(ImmutableArray<Pod> Pods, bool ArePresumed, bool HasNodeCache)
{
    public const ushort Port = 53;

    private static readonly string[] ServiceNames = ["kube-dns", "coredns", "dns-default"];

    private static readonly LabelSelector[] UsualLabels =
    [
        LabelSelector.Of(("k8s-app", "kube-dns")),
        LabelSelector.Of(("k8s-app", "coredns")),
        LabelSelector.Of(("app.kubernetes.io/name", "coredns")),
        LabelSelector.Of(("dns.operator.openshift.io/daemonset-dns", "default")),
    ];

    /// <summary>Where a node-local cache listens by default.</summary>
    public static readonly IP NodeCacheAddress = IP.Parse("169.254.20.10");

    public static Resolvers Of(LintWorld world)
    {
        var services = world.Snapshot.Services.Where(service => ServiceNames.Contains(service.Name) && service.Selector is not null);
        var selectors = UsualLabels.Select(labels => new PodMatcher(null, null, labels))
            .Concat(services.Select(service => new PodMatcher(service.Namespace, null, service.Selector!)));
        Pod[] pods = [.. selectors.SelectMany(selector => world.PodsMatching(selector)).Where(AddressOwnership.CanOwn).DistinctBy(pod => pod.Ref)];
        var hasNodeCache = !world.PodsMatching(new PodMatcher(null, null, LabelSelector.Of(("k8s-app", "node-local-dns")))).IsEmpty;
        return pods.Length > 0 ? new([.. pods], false, hasNodeCache) : new([Presumed], true, hasNodeCache);
    }

    /// <summary>Whether a peer means the resolver that the input does not show.</summary>
    public bool MayBe(PodMatcher matcher, LintWorld world) => ArePresumed
        && matcher.Matches(Presumed.Labels, Presumed.Namespace, world.Evaluator.Cluster.NamespaceLabels(Presumed.Namespace));

    /// <summary>Whether a rule of <paramref name="client"/> lets it ask a resolver.</summary>
    public bool AreOpenTo(Pod client, Rule rule, Protocol protocol, LintWorld world) =>
        Pods.Any(pod => world.Evaluator.Matches(rule, End(world, pod), FlowFrom(world, client, pod, protocol))) || OpensSomeAddress(rule, protocol, world);

    /// <summary>
    /// A block with port 53 in so many words is somebody's own idea of where the resolver is; any block may hold one whose address we
    /// do not know.
    /// </summary>
    private bool OpensSomeAddress(Rule rule, Protocol protocol, LintWorld world)
    {
        if (rule.Peers is not { } peers || !peers.Any(peer => peer is AddressPeer)) return false;

        var knowsAddresses = Pods.All(pod => !pod.IPs.IsEmpty);
        if (rule.Ports is not { } ports) return !knowsAddresses;

        var flow = FlowFrom(world, Presumed, Presumed, protocol);
        return ports.Any(port => PolicyEvaluator.Matches(port, flow)
            && (!knowsAddresses || port is NumberedPortMatch { Range: { From: Port, To: Port } }));
    }

    private static Flow FlowFrom(LintWorld world, Pod client, Pod resolver, Protocol protocol) =>
        new(End(world, client), End(world, resolver), protocol, Port);

    private static Endpoint End(LintWorld world, Pod pod) => world.Evaluator.EndpointOf(pod);

    private static readonly Pod Presumed = new()
    {
        Namespace = "kube-system",
        Name = "coredns",
        Labels = LabelSet.Of(("k8s-app", "kube-dns"), ("app.kubernetes.io/name", "coredns")),
        Ports = [new ContainerPort("dns", Protocol.Udp, Port), new ContainerPort("dns-tcp", Protocol.Tcp, Port)],
    };
}
