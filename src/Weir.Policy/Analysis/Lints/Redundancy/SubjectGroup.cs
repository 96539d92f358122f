using Weir.Policy.Addresses;
using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Lints.Redundancy;

/// <summary>The policies of one namespace that have one selector and cover one direction, with their rules filed by what they admit.</summary>
internal sealed class SubjectGroup(Containment containment, LabelSelector selector)
{
    private readonly List<RuleEntry> admitAnybody = [];
    private readonly Dictionary<Cidr, List<RuleEntry>> byBlock = [];
    private readonly DemandIndex<RuleEntry> byPods = new();

    public SelectorMeaning Subject { get; } = containment.MeaningOf(selector);

    public List<LintedPolicy> Policies { get; } = [];

    public void Add(RuleEntry entry)
    {
        if (entry.Rule.Peers is not { } peers)
        {
            admitAnybody.Add(entry);
            return;
        }

        foreach (var peer in peers.Distinct())
        {
            if (peer is PodPeer pods) byPods.Add(Demanded(pods), entry);
            if (peer is AddressPeer { Block: var block })
            {
                if (!byBlock.TryGetValue(block, out var entries)) byBlock[block] = entries = [];
                entries.Add(entry);
            }
        }
    }

    /// <summary>Rules that might admit all that this one does: they must admit its first peer.</summary>
    public IEnumerable<RuleEntry> Candidates(Rule rule) => rule.Peers switch
    {
        null => admitAnybody,
        [PodPeer pods, ..] => admitAnybody.Concat(byPods.Candidates(Demanded(pods))),
        [AddressPeer { Block: var block }, ..] => admitAnybody.Concat(Around(block)),
        _ => [],
    };

    private IEnumerable<RuleEntry> Around(Cidr block) => Enumerable.Range(0, block.PrefixLength + 1)
        .SelectMany(length => byBlock.TryGetValue(new Cidr(block.Network, length), out var entries) ? entries : []);

    /// <summary>Keys of pods and of namespaces are told apart by a sign that no key starts with.</summary>
    private IEnumerable<(string Key, string Value)> Demanded(PodPeer peer) =>
        containment.MeaningOf(peer.Pods.Pods).Demanded
            .Concat(containment.NamespacesOf(peer.Pods).Demanded.Select(label => ($"@{label.Key}", label.Value)));
}
