using Weir.Policy.Addresses;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Policy.Resolution;

namespace Weir.Cli.Asking;

/// <summary>
/// Every port of every protocol, cut where a verdict between two ends can change: around the ports that the destination declares and
/// at the borders of the ports that the policies of either end name. Any port of a segment speaks for all of it.
/// </summary>
internal static class PortSegments
{
    /// <summary>The declared ports first, in their order.</summary>
    public static IEnumerable<AskedPort> Of(PolicyEvaluator evaluator, Endpoint source, Endpoint destination)
    {
        var declared = destination is PodEndpoint { Pod: var pod }
            ? pod.Ports.Where(port => port.Protocol.HasPorts()).DistinctBy(port => (port.Protocol, port.Port)).ToList()
            : [];
        foreach (var port in declared) yield return PortQuery.Declared(port);

        var named = Ports(evaluator, Direction.Egress, source).Concat(Ports(evaluator, Direction.Ingress, destination)).ToHashSet();
        foreach (var protocol in PortText.WithPorts)
        {
            var own = declared.Where(port => port.Protocol == protocol).Select(port => port.Port).ToHashSet();
            var starts = new SortedSet<int> { 0, ushort.MaxValue + 1 };
            var ranges = named.Where(port => port.Protocol == protocol).Select(port => port.Range);
            foreach (var range in ranges.Concat(own.Select(port => new PortRange(port))))
            {
                starts.Add(range.From);
                starts.Add(range.To + 1);
            }

            foreach (var (from, next) in starts.Zip(starts.Skip(1)))
            {
                if (!own.Contains((ushort)from)) yield return new AskedPort(protocol, new PortRange((ushort)from, (ushort)(next - 1)));
            }
        }

        // R51: whatever has no ports is all one.
        yield return new AskedPort(destination.Address?.Family == IPFamily.IPv6 ? Protocol.IcmpV6 : Protocol.Icmp, new PortRange(0));
    }

    private static IEnumerable<NumberedPortMatch> Ports(PolicyEvaluator evaluator, Direction direction, Endpoint subject)
    {
        if (subject is not PodEndpoint { Pod: var pod }) return [];

        var namespaceLabels = evaluator.Cluster.NamespaceLabels(pod.Namespace);
        return evaluator.Policies.Tiers
            .SelectMany(tier => tier.Policies)
            .Where(policy => policy.Rules(direction) is not null && policy.Subject.Matches(pod.Labels, pod.Namespace, namespaceLabels))
            .SelectMany(policy => policy.Rules(direction)!.Value)
            .SelectMany(rule => rule.Ports ?? [])
            .OfType<NumberedPortMatch>();
    }
}
