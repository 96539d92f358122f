using System.Collections.Frozen;
using System.Collections.Immutable;
using Weir.Policy.Analysis.Lints.Addresses;
using Weir.Policy.Analysis.Lints.Coverage;
using Weir.Policy.Analysis.Lints.Ports;
using Weir.Policy.Analysis.Lints.Reach;
using Weir.Policy.Analysis.Lints.Redundancy;
using Weir.Policy.Analysis.Lints.Selectors;
using Weir.Policy.Analysis.Lints.Texts;

namespace Weir.Policy.Analysis.Lints;

/// <summary>Everything that linting may find: by asking about the cluster, and where manifests are read.</summary>
public static class LintCatalogue
{
    internal static readonly ImmutableArray<Lint> Lints =
    [
        new SubjectSelection(),
        new PeerSelection(),
        new Contradiction(),
        new UncheckedSelectors(),
        new NamedPorts(),
        new UnservedPorts(),
        new ClosedTargetPort(),
        new ServiceAddresses(),
        new Blocks(),
        new OneFamilyOnly(),
        new InertRules(),
        new BooleanKey(),
        new DnsEgress(),
        new OtherSide(),
        new RedundantRules(),
        new RedundantEntries(),
        new IdleAllowAll(),
        new OpenPods(),
        new UnknownSuppression(),
    ];

    /// <summary>In ascending order of their ids.</summary>
    public static ImmutableArray<LintRule> Rules { get; } =
        [.. Lints.SelectMany(lint => lint.Rules).Concat(TextLints.All).Concat(ManifestRules.All).OrderBy(rule => rule.Id, StringComparer.Ordinal)];

    private static readonly FrozenDictionary<string, LintRule> ById = Rules.ToFrozenDictionary(rule => rule.Id, StringComparer.Ordinal);

    public static LintRule? Find(string id) => ById.GetValueOrDefault(id);
}
