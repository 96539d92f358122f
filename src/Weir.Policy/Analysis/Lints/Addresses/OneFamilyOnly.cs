using System.Collections.Immutable;
using Weir.Policy.Addresses;
using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Lints.Addresses;

internal sealed class OneFamilyOnly : Lint
{
    public static readonly LintRule Rule = new(
        "WEIR023",
        "one-family-only",
        LintSeverity.Warning,
        "A rule opens all addresses of one family in a dual-stack cluster",
        "Families never mix: 0.0.0.0/0 holds no IPv6 address and ::/0 no IPv4 address. Traffic of the other family stays denied.",
        "Add the other family's block.");

    public override ImmutableArray<LintRule> Rules => [Rule];

    public override IEnumerable<LintFinding> Check(LintWorld world)
    {
        if (!IsDualStack(world.Snapshot)) yield break;

        foreach (var policy in world.Policies)
        {
            foreach (var direction in (Direction[])[Direction.Ingress, Direction.Egress])
            {
                if (policy.Lowered.Rules(direction) is not { } rules || rules.Any(rule => rule.Peers is null)) continue;

                var blocks = rules.SelectMany(rule => rule.Peers!.Value.OfType<AddressPeer>()).ToArray();
                foreach (var rule in rules)
                {
                    var peers = rule.Peers!.Value;
                    for (var i = 0; i < peers.Count; i++)
                    {
                        if (peers[i] is not AddressPeer { Block: { PrefixLength: 0, Family: var family } whole }) continue;
                        if (Array.Exists(blocks, other => other.Block.Family != family)) continue;

                        var other = family == IPFamily.IPv4 ? Cidr.All(IPFamily.IPv6) : Cidr.All(IPFamily.IPv4);
                        yield return LintFinding.In(
                            Rule,
                            policy,
                            rule,
                            $"{Phrase.PeerList(rule)}[{i}].ipBlock.cidr",
                            $"{whole} holds no {other.Family} address, and the cluster has both families",
                            $"Add a peer with ipBlock {{cidr: \"{other}\"}}.");
                    }
                }
            }
        }
    }

    private static bool IsDualStack(ClusterSnapshot snapshot) =>
        snapshot.Pods.Any(pod => HasBoth(pod.IPs)) || snapshot.Nodes.Any(node => HasBoth(node.Addresses)) || snapshot.Services.Any(service => HasBoth(service.ClusterIPs));

    private static bool HasBoth(EquatableArray<IP> addresses) =>
        addresses.Any(ip => ip.Family == IPFamily.IPv4) && addresses.Any(ip => ip.Family == IPFamily.IPv6);
}
