using System.Collections.Immutable;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Connections;

/// <summary>Finds the rules behind a connection, in the policies as they are written.</summary>
internal sealed class AllowingRules(PolicyEvaluator evaluator)
{
    private readonly Dictionary<(ConnectionPeer, Direction), ImmutableArray<TierPolicy>> selecting = [];

    public ImmutableArray<RuleRef> Of(Connection connection)
    {
        var rules = ImmutableArray.CreateBuilder<RuleRef>();
        foreach (var direction in (ReadOnlySpan<Direction>)[Direction.Egress, Direction.Ingress])
        {
            var (subject, peer) = direction == Direction.Egress
                ? (connection.Source, connection.Destination)
                : (connection.Destination, connection.Source);
            foreach (var policy in Selecting(subject, direction))
            {
                foreach (var rule in policy.Rules(direction)!.Value)
                {
                    if (rule.Action != RuleAction.Allow || !Reaches(rule, peer)) continue;
                    if (!Ports(rule, connection.Destination).Intersect(connection.Ports).IsEmpty) rules.Add(rule.Ref);
                }
            }
        }

        return rules.ToImmutable();
    }

    /// <summary>The policies that isolate a workload in a direction. None isolates the outside.</summary>
    public ImmutableArray<TierPolicy> Selecting(ConnectionPeer subject, Direction direction)
    {
        if (subject is not WorkloadPeer workload) return [];
        if (selecting.TryGetValue((subject, direction), out var known)) return known;

        // Pods that are alike to policies may still be selected by different policies of equal content.
        var namespaceLabels = evaluator.Cluster.NamespaceLabels(workload.Namespace);
        var labels = workload.Pods.Select(pod => pod.Labels).Distinct().ToArray();
        return selecting[(subject, direction)] =
        [
            .. evaluator.Policies.Tiers.SelectMany(tier => tier.Policies).Where(policy =>
                !policy.Staged && policy.Rules(direction) is not null
                && labels.Any(own => policy.Subject.Matches(own, workload.Namespace, namespaceLabels))),
        ];
    }

    /// <summary>What one policy allows its subject; the destination is the subject or the peer, as the direction says.</summary>
    public PortSet Ports(TierPolicy policy, Direction direction, ConnectionPeer peer, ConnectionPeer destination) =>
        policy.Rules(direction)!.Value
            .Where(rule => rule.Action == RuleAction.Allow && Reaches(rule, peer))
            .Aggregate(PortSet.None, (ports, rule) => ports.Union(Ports(rule, destination)));

    private bool Reaches(Rule rule, ConnectionPeer peer) =>
        rule.Peers is not { } candidates || Endpoints(peer).Any(end => candidates.Any(candidate => evaluator.Matches(candidate, end)));

    /// <summary>One end for each address that may get an answer of its own.</summary>
    private static IEnumerable<Endpoint> Endpoints(ConnectionPeer peer) => peer switch
    {
        WorkloadPeer { Pods: [{ IPs.IsEmpty: true } pod, ..] } => [new PodEndpoint(pod, null)],
        WorkloadPeer { Pods: [var pod, ..] } => pod.IPs.Select(address => new PodEndpoint(pod, address)),
        OutsidePeer outside => outside.Samples.Select(address => new ExternalEndpoint(address)),
        _ => [],
    };

    private static PortSet Ports(Rule rule, ConnectionPeer destination)
    {
        // Null: any port of any protocol.
        if (rule.Ports is not { } matches) return PortSet.All;

        var ports = PortSet.None;
        foreach (var match in matches)
        {
            ports = match switch
            {
                NumberedPortMatch numbered => ports.Union(PortSet.Of(numbered.Protocol, numbered.Range)),
                NamedPortMatch named when destination is WorkloadPeer workload => ports.Union(Ports(named, workload.Pods[0])), // R44, R47
                _ => ports,
            };
        }

        return ports;
    }

    private static PortSet Ports(NamedPortMatch named, Pod pod) => pod.Ports
        .Where(port => port.Name == named.Name && port.Protocol.HasPorts() && (named.Protocol is null || named.Protocol == port.Protocol))
        .Aggregate(PortSet.None, (ports, port) => ports.Union(PortSet.Of(port.Protocol, new PortRange(port.Port))));
}
