using System.Collections.Immutable;
using Weir.Policy.Addresses;
using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Lints.Addresses;

internal sealed class ServiceAddresses : Lint
{
    public static readonly LintRule Rule = new(
        "WEIR020",
        "service-address-in-block",
        LintSeverity.Warning,
        "An egress block names Service addresses",
        "Most plugins judge traffic after the Service was resolved, when its destination is a pod: a block of ClusterIPs then matches nothing.",
        "Select the pods behind the Service, by their labels and their targetPort.");

    // No API server allows a larger Service range: it keeps one bit for each address.
    private const int MostBits = 20;

    private static readonly (Cidr Range, string Whose)[] UsualRanges =
    [
        (Cidr.Parse("10.96.0.0/12"), "kubeadm"),
        (Cidr.Parse("10.43.0.0/16"), "k3s"),
        (Cidr.Parse("10.152.183.0/24"), "MicroK8s"),
    ];

    public override ImmutableArray<LintRule> Rules => [Rule];

    public override IEnumerable<LintFinding> Check(LintWorld world)
    {
        var addresses = world.Snapshot.Services.SelectMany(service => service.ClusterIPs.Select(ip => (ip, service))).OrderBy(pair => pair.ip).ToArray();
        var others = new AddressList(
            world.Snapshot.Pods.SelectMany(pod => pod.IPs).Concat(world.Snapshot.Nodes.SelectMany(node => node.Addresses)));
        var services = new AddressList(addresses.Select(pair => pair.ip));

        foreach (var policy in world.Policies)
        {
            foreach (var rule in policy.Lowered.Egress ?? [])
            {
                var peers = rule.Peers ?? [];
                for (var i = 0; i < peers.Count; i++)
                {
                    if (peers[i] is not AddressPeer block || others.First(block.Block) is not null) continue;

                    if (Message(block, services, addresses) is { } message)
                    {
                        yield return LintFinding.In(Rule, policy, rule, $"to[{i}].ipBlock", message);
                    }
                }
            }
        }
    }

    /// <summary>A wide block holds ClusterIPs by the way: only one that could be nothing else is meant.</summary>
    private static string? Message(AddressPeer block, AddressList services, (IP Address, Service Service)[] addresses)
    {
        var isNarrow = block.Block.Family.Width() - block.Block.PrefixLength <= MostBits;
        if (isNarrow && services.First(block.Block) is { } index && block.Contains(addresses[index].Address))
        {
            var (address, service) = addresses[index];
            return $"{block} holds {address}, the ClusterIP of {service}, and no pod or node";
        }

        foreach (var (range, whose) in UsualRanges)
        {
            // The first address of the range is the API server's Service.
            var apiServer = new Cidr(new IP(range.Network.Bits + 1, range.Family), range.Network.Width);
            if (block.Block == range) return $"{block.Block} is the usual Service range of {whose}";
            if (block.Block == apiServer) return $"{block.Block} is the usual address of the Service kubernetes (the API server) under {whose}";
        }

        return null;
    }
}
