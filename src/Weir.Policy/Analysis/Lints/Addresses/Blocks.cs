using System.Collections.Immutable;
using Weir.Policy.Addresses;
using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Lints.Addresses;

/// <summary>What is odd about one <c>ipBlock</c> by itself.</summary>
internal sealed class Blocks : Lint
{
    public static readonly LintRule Covered = new(
        "WEIR021",
        "except-covers-block",
        LintSeverity.Warning,
        "The holes of a block cover all of it",
        "Such a peer matches no address.",
        "Make except smaller, or remove the peer.");

    public static readonly LintRule HostBits = new(
        "WEIR022",
        "host-bits",
        LintSeverity.Warning,
        "A CIDR has bits set beyond its prefix length",
        "The whole network is meant by it today. From Kubernetes 1.36 on, new policies that hold such a CIDR are refused.",
        "Write the network address, or a longer prefix if one host was meant.");

    public static readonly LintRule HoldsPods = new(
        "WEIR024",
        "block-holds-pods",
        LintSeverity.Info,
        "A block holds pod addresses",
        "Blocks are meant for addresses outside the cluster. Whether they match pods differs between network plugins, and pods' addresses change.",
        "Select pods by their labels.");

    public override ImmutableArray<LintRule> Rules => [Covered, HostBits, HoldsPods];

    public override IEnumerable<LintFinding> Check(LintWorld world)
    {
        var podAddresses = world.Snapshot.Pods.Where(AddressOwnership.CanOwn).SelectMany(pod => pod.IPs.Select(ip => (ip, pod))).OrderBy(pair => pair.ip).ToArray();
        var pods = new AddressList(podAddresses.Select(pair => pair.ip));
        foreach (var policy in world.Policies)
        {
            foreach (var rule in policy.Rules)
            {
                var peers = rule.Peers ?? [];
                for (var i = 0; i < peers.Count; i++)
                {
                    if (peers[i] is not AddressPeer block) continue;

                    var field = $"{Phrase.PeerList(rule)}[{i}].ipBlock";
                    foreach (var finding in CheckTexts(policy, rule, policy.TextOf(rule).Peers[i].IPBlock!, field)) yield return finding;

                    if (!AddressRanges.Flatten(block.Block, block.Except).Any())
                    {
                        yield return LintFinding.In(Covered, policy, rule, $"{field}.except", $"{block} leaves no address");
                    }
                    else if (block.Block.PrefixLength > 0 && pods.First(block.Block) is { } index && block.Contains(podAddresses[index].ip))
                    {
                        yield return LintFinding.In(
                            HoldsPods, policy, rule, field, $"{block} holds {podAddresses[index].ip}, the address of {podAddresses[index].pod}");
                    }
                }
            }
        }
    }

    private static IEnumerable<LintFinding> CheckTexts(LintedPolicy policy, Rule rule, IPBlock block, string field)
    {
        if (Message(block.Cidr) is { } message) yield return LintFinding.In(HostBits, policy, rule, $"{field}.cidr", message);

        for (var i = 0; i < block.Except.Count; i++)
        {
            if (Message(block.Except[i]) is { } inExcept) yield return LintFinding.In(HostBits, policy, rule, $"{field}.except[{i}]", inExcept);
        }
    }

    private static string? Message(string text)
    {
        if (!CidrText.TryParse(text, out var cidr) || !cidr.HasHostBits || !cidr.TryCanonicalise(out var network)) return null;

        return $"{text} means {network}; one host would be {cidr.Address.Address}/{cidr.Address.Address.Width}";
    }
}
