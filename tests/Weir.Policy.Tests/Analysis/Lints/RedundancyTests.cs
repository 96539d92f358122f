using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;
using Weir.Policy.Addresses;
using Weir.Policy.Analysis.Lints;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Testing;

namespace Weir.Policy.Tests.Analysis.Lints;

/// <summary>Whatever is called redundant is removed, and every verdict asked again.</summary>
public sealed partial class RedundancyTests
{
    private static readonly (Protocol Protocol, ushort Port)[] Traffic =
    [
        .. from protocol in (Protocol[])[Protocol.Tcp, Protocol.Udp, Protocol.Sctp]
           from port in (ushort[])[1, 80, 81, 82, 443, 8080, 65535]
           select (protocol, port),
        (Protocol.Icmp, 0),
    ];

    private const int Enough = 30;

    private static readonly string[] Ids = ["WEIR060", "WEIR061", "WEIR062", "WEIR063", "WEIR064", "WEIR065"];

    [Fact]
    public void What_is_called_redundant_changes_no_verdict_when_it_goes()
    {
        var found = new int[Ids.Length];
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                var snapshot = new RandomCluster(seed, new RandomClusterOptions(MaxPods: 6, MaxPolicies: 14)).Snapshot();
                var findings = Linter.Run(snapshot).Where(finding => Ids.Contains(finding.Rule.Id)).ToArray();

                // Verdicts are slow: of each lint so many are checked, so that the rare ones have their turn.
                var checkedHere = findings.Where(finding => Interlocked.Increment(ref found[Array.IndexOf(Ids, finding.Rule.Id)]) <= Enough).ToArray();
                if (checkedHere.Length == 0) return;

                var before = Verdicts(snapshot, snapshot);
                foreach (var finding in checkedHere)
                {
                    AssertSame(before, Verdicts(snapshot, Without(snapshot, [finding])), finding.ToString());
                }

                // All at once, but for the lint that looks at the other policies as they are.
                var removable = findings.Where(finding => finding.Rule.Id is "WEIR060" or "WEIR061" or "WEIR062").ToArray();
                AssertSame(before, Verdicts(snapshot, Without(snapshot, removable)), "all together");
            },
            iter: 2000);
        for (var i = 0; i < Ids.Length; i++) Assert.True(found[i] >= 5, $"{Ids[i]} was found {found[i]} times: the clusters say too little about it");
    }

    /// <summary>Of every pair of ends that <paramref name="asked"/> holds or names, under the policies of <paramref name="judging"/>.</summary>
    private static List<bool> Verdicts(ClusterSnapshot asked, ClusterSnapshot judging)
    {
        var evaluator = new PolicyEvaluator(judging);
        List<bool> verdicts = [];
        foreach (var family in (ReadOnlySpan<IPFamily>)[IPFamily.IPv4, IPFamily.IPv6])
        {
            Endpoint[] ends =
            [
                .. Addresses(asked, family).Distinct().Select(evaluator.EndpointOf),
                .. asked.Pods.Where(pod => pod.IPs.IsEmpty).Select(pod => evaluator.EndpointOf(pod)),
            ];
            foreach (var source in ends)
            {
                foreach (var destination in ends)
                {
                    foreach (var (protocol, port) in Traffic) verdicts.Add(evaluator.Evaluate(new Flow(source, destination, protocol, port)).IsAllowed);
                }
            }
        }

        return verdicts;
    }

    /// <summary>Every pod and node, and the borders of every block with what lies just outside.</summary>
    private static IEnumerable<IP> Addresses(ClusterSnapshot snapshot, IPFamily family) =>
    [
        .. snapshot.Pods.SelectMany(pod => pod.IPs).Where(ip => ip.Family == family),
        .. snapshot.Nodes.SelectMany(node => node.Addresses).Where(ip => ip.Family == family),
        .. Blocks(snapshot).Where(cidr => cidr.Family == family).SelectMany(Borders).Distinct().Take(12),
    ];

    private static IEnumerable<Cidr> Blocks(ClusterSnapshot snapshot) => snapshot.NetworkPolicies
        .SelectMany(policy => policy.Ingress.Concat(policy.Egress))
        .SelectMany(rule => rule.Peers)
        .Where(peer => peer.IPBlock is not null)
        .SelectMany(peer => peer.IPBlock!.Except.Append(peer.IPBlock.Cidr))
        .Select(Cidr.Parse);

    private static IEnumerable<IP> Borders(Cidr cidr)
    {
        yield return cidr.First;
        yield return cidr.Last;
        if (cidr.First.Bits > 0) yield return cidr.First with { Bits = cidr.First.Bits - 1 };
        if (cidr.Last != cidr.Family.Last()) yield return cidr.Last with { Bits = cidr.Last.Bits + 1 };
    }

    private static void AssertSame(List<bool> before, List<bool> after, string what)
    {
        Assert.Equal(before.Count, after.Count);
        for (var i = 0; i < before.Count; i++) Assert.True(before[i] == after[i], $"{what}: verdict {i} was {before[i]}");
    }

    /// <summary>The snapshot without what the findings point at. Items go from the last to the first, so that indexes hold.</summary>
    private static ClusterSnapshot Without(ClusterSnapshot snapshot, IReadOnlyCollection<LintFinding> findings)
    {
        var byPolicy = findings.ToLookup(finding => (finding.About!.Namespace, finding.About.Name));
        return snapshot with
        {
            NetworkPolicies =
            [
                .. snapshot.NetworkPolicies
                    .Where(policy => !byPolicy[(policy.Namespace, policy.Name)].Any(finding => finding.Field == "spec"))
                    .Select(policy => byPolicy[(policy.Namespace, policy.Name)].OrderByDescending(IndexesOf).Aggregate(policy, Without)),
            ],
        };
    }

    private static NetworkPolicy Without(NetworkPolicy policy, LintFinding finding)
    {
        var (rule, item) = IndexesOf(finding);
        return finding.Field!.StartsWith("spec.ingress", StringComparison.Ordinal)
            ? policy with { Ingress = Without(policy.Ingress, rule, item, finding) }
            : policy with { Egress = Without(policy.Egress, rule, item, finding) };
    }

    private static EquatableArray<NetworkPolicyRule> Without(EquatableArray<NetworkPolicyRule> rules, int rule, int item, LintFinding finding) => finding.Rule.Id switch
    {
        "WEIR063" => rules.Items.SetItem(rule, rules[rule] with { Peers = rules[rule].Peers.Items.RemoveAt(item) }),
        "WEIR064" => rules.Items.SetItem(rule, rules[rule] with { Ports = rules[rule].Ports.Items.RemoveAt(item) }),
        _ => rules.Items.RemoveAt(rule),
    };

    private static (int Rule, int Item) IndexesOf(LintFinding finding)
    {
        var numbers = Index().Matches(finding.Field!).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToArray();
        return (numbers[0], numbers.Length > 1 ? numbers[1] : 0);
    }

    [GeneratedRegex(@"\[(\d+)\]")]
    private static partial Regex Index();
}
