using Weir.Policy.Addresses;
using Weir.Policy.Analysis.Connections;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Testing;

namespace Weir.Policy.Tests.Analysis.Connections;

/// <summary>Random clusters whose pods belong to workloads, some of them alike.</summary>
internal static class RandomWorkloads
{
    public static readonly (Protocol Protocol, ushort Port)[] Traffic =
    [
        .. from protocol in (Protocol[])[Protocol.Tcp, Protocol.Udp, Protocol.Sctp]
           from port in (ushort[])[1, 80, 81, 82, 100, 443, 500, 8080, 65535]
           select (protocol, port),
        (Protocol.Icmp, 0),
    ];

    public static ClusterSnapshot Snapshot(RandomCluster cluster)
    {
        var snapshot = cluster.Snapshot();
        return snapshot with
        {
            Pods =
            [
                .. snapshot.Pods.SelectMany(pod => Copies(cluster, pod)),
            ],
        };
    }

    /// <summary>What the evaluator says of two peers: allowed where some pair of their members in some family is.</summary>
    public static bool Allows(PolicyEvaluator evaluator, ConnectionPeer source, ConnectionPeer destination, (Protocol Protocol, ushort Port) traffic) =>
        (from sender in Members(evaluator, source)
         from receiver in Members(evaluator, destination)
         where !(sender is PodEndpoint { Pod: var one } && receiver is PodEndpoint { Pod: var other } && one.Ref == other.Ref)
         where sender.Address is null || receiver.Address is null || sender.Address.Value.Family == receiver.Address.Value.Family
         select evaluator.Evaluate(new Flow(sender, receiver, traffic.Protocol, traffic.Port)).IsAllowed).Any(allowed => allowed);

    public static IEnumerable<Endpoint> Members(PolicyEvaluator evaluator, ConnectionPeer peer) => peer switch
    {
        WorkloadPeer workload => workload.Pods.SelectMany(pod => Addresses(evaluator, pod).Select(address => new PodEndpoint(pod, address))),
        OutsidePeer outside => outside.Ranges.SelectMany(range => (IP[])[range.First, range.Last]).Select(address => new ExternalEndpoint(address)),
        _ => throw new ArgumentException("Unknown kind of peer.", nameof(peer)),
    };

    private static IEnumerable<Pod> Copies(RandomCluster cluster, Pod pod)
    {
        if (cluster.Chance(3)) return [pod];

        var workload = new WorkloadRef("Deployment", $"d{cluster.Next(3)}");
        if (cluster.Chance(3)) return [pod with { Workload = workload, IPs = [], HostNetwork = false }];

        var number = cluster.Next(200);
        return
        [
            pod with { Workload = workload },
            pod with
            {
                Workload = workload,
                Name = $"{pod.Name}-twin",
                IPs = pod.IPs.IsEmpty ? [] : [IP.Parse($"10.9.0.{number}"), IP.Parse($"fd09::{number:x}")],
            },
        ];
    }

    /// <summary>Those that are its own (R76).</summary>
    private static IEnumerable<IP?> Addresses(PolicyEvaluator evaluator, Pod pod) => pod.IPs.IsEmpty
        ? [null]
        : pod.IPs.Where(address => evaluator.Cluster.FindPod(address)?.Ref == pod.Ref).Select(address => (IP?)address);
}
