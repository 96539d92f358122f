using System.Collections.Immutable;
using Weir.Policy.Addresses;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Lints.Reach;

/// <summary>
/// Peers of a rule with whom no connection comes about, because the policies of the other side deny every one that the rule allows
/// (R10). A rule that works with some of its peers is no finding: wide peers always include somebody who is closed.
/// </summary>
internal sealed class OtherSide : Lint
{
    public static readonly LintRule DeniedByIngress = new(
        "WEIR050",
        "egress-denied-by-ingress",
        LintSeverity.Warning,
        "Egress is allowed, but the ingress of every such destination denies it",
        "A connection needs egress at its source and ingress at its destination. This one has the first only.",
        "Allow the source in a policy that selects the destination, or remove the egress rule.");

    public static readonly LintRule DeniedByEgress = new(
        "WEIR051",
        "ingress-denied-by-egress",
        LintSeverity.Warning,
        "Ingress is allowed, but the egress of every such source denies it",
        "A connection needs egress at its source and ingress at its destination. This one has the second only.",
        "Allow the destination in a policy that selects the source, or remove the ingress rule.");

    public override ImmutableArray<LintRule> Rules => [DeniedByIngress, DeniedByEgress];

    public override IEnumerable<LintFinding> Check(LintWorld world)
    {
        if (world.Snapshot.Pods.IsEmpty) yield break;

        foreach (var policy in world.Policies)
        {
            foreach (var rule in policy.Rules)
            {
                var peers = rule.Peers ?? [];
                for (var i = 0; i < peers.Count; i++)
                {
                    if (peers[i] is PodPeer { Pods: var matcher } && Check(world, policy, rule, i, matcher) is { } finding) yield return finding;
                }
            }
        }
    }

    private static LintFinding? Check(LintWorld world, LintedPolicy policy, Rule rule, int index, PodMatcher matcher)
    {
        var peers = world.PodsMatching(matcher).RemoveAll(pod => !AddressOwnership.CanOwn(pod));
        if (policy.Subjects.IsEmpty || peers.IsEmpty) return null;

        // The side that judges: the destination's ingress for an egress rule, the source's egress for an ingress rule.
        var (isEgress, other) = rule.Ref.Direction == Direction.Egress ? (true, Direction.Ingress) : (false, Direction.Egress);
        var part = world.Compiler.Part(other);
        var subjects = Ends(world, policy.Subjects, address => part.PeerClassOf(address).Value, isEgress ? null : rule);
        var judges = Ends(world, peers, address => part.Subjects.TryGetValue(address, out var id) ? id.Value : 0, isEgress ? rule : null);

        var asked = false;
        foreach (var (judge, judgeAddress) in judges)
        {
            foreach (var (subject, subjectAddress) in subjects)
            {
                if (judge.Ref == subject.Ref || judgeAddress.Family != subjectAddress.Family) continue;

                var destination = isEgress ? judge : subject;
                var ports = PortsOf(rule, destination);
                if (ports.IsEmpty) continue;

                // A block of the other side may well hold an address that the input does not show.
                if (subjectAddress.Family == IPFamily.None && OpensBlocks(world, judge, other, ports, destination)) return null;

                asked = true;
                if (!world.Compiler.Table.Allowed(other, judgeAddress, subjectAddress).Intersect(ports).IsEmpty) return null;
            }
        }

        if (!asked) return null;

        var isolating = Phrase.List(peers.SelectMany(pod => world.Isolating(pod, other)).Distinct().Select(denying => denying.ToString()));
        var what = rule.Ports is { } written ? $" on {Phrase.List(written.Select(port => port.ToString()!))}" : "";
        return LintFinding.In(
            isEgress ? DeniedByIngress : DeniedByEgress,
            policy,
            rule,
            $"{Phrase.PeerList(rule)}[{index}]",
            isEgress
                ? $"{Phrase.Pods(policy.Subjects)} may send to {Phrase.Pods(peers)}{what}, whose ingress denies it ({isolating})"
                : $"{Phrase.Pods(policy.Subjects)} may hear {Phrase.Pods(peers)}{what}, whose egress denies it ({isolating})");
    }

    /// <summary>
    /// Pods with an address each, two for every class: a pod does not count as its own peer, so one might not stand for its class.
    /// Pods that resolve the ports of <paramref name="resolving"/> differently are told apart.
    /// </summary>
    private static List<(Pod Pod, IP Address)> Ends(LintWorld world, ImmutableArray<Pod> pods, Func<IP, int> classOf, Rule? resolving)
    {
        var names = resolving?.Ports?.OfType<NamedPortMatch>().Select(port => port.Name).ToArray() ?? [];
        Dictionary<(IPFamily, int, EquatableArray<ContainerPort>), int> seen = [];
        List<(Pod, IP)> ends = [];
        foreach (var pod in pods)
        {
            EquatableArray<ContainerPort> named = names.Length == 0 ? [] : [.. pod.Ports.Where(port => names.Contains(port.Name))];
            foreach (var address in world.Compiler.AddressesOf(pod.Ref))
            {
                var key = (address.Family, classOf(address), named);
                var count = seen.GetValueOrDefault(key);
                if (count == 2) continue;

                seen[key] = count + 1;
                ends.Add((pod, address));
            }
        }

        return ends;
    }

    private static bool OpensBlocks(LintWorld world, Pod pod, Direction direction, PortSet ports, Pod destination) => world
        .Isolating(pod, direction)
        .SelectMany(policy => policy.Lowered.Rules(direction)!.Value)
        .Where(rule => rule.Peers is { } peers && peers.Any(peer => peer is AddressPeer))
        .Any(rule => !PortsOf(rule, destination).Intersect(ports).IsEmpty);

    private static PortSet PortsOf(Rule rule, Pod destination)
    {
        if (rule.Ports is not { } ports) return PortSet.All;

        return ports.Aggregate(PortSet.None, (set, port) => port switch
        {
            NumberedPortMatch numbered => set.Union(PortSet.Of(numbered.Protocol, numbered.Range)),
            NamedPortMatch named => destination.Ports
                .Where(declared => declared.Name == named.Name && (named.Protocol is null || declared.Protocol == named.Protocol))
                .Aggregate(set, (all, declared) => all.Union(PortSet.Of(declared.Protocol, new PortRange(declared.Port)))),
            _ => set,
        });
    }
}
