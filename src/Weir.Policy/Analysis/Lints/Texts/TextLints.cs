using System.Collections.Immutable;

namespace Weir.Policy.Analysis.Lints.Texts;

/// <summary>
/// What only the text of a manifest shows: once stored, a policy no longer tells missing from empty. Whoever reads the text reports
/// these.
/// </summary>
public static class TextLints
{
    public static readonly LintRule TypesNotGiven = new(
        "WEIR030",
        "policy-types-not-given",
        LintSeverity.Warning,
        "policyTypes is missing, and the default is not what the sections suggest",
        "By default Ingress is always isolated, and Egress only if there are egress rules. The list is stored, so later edits do not change it.",
        "Write policyTypes.");

    public static readonly LintRule NullRule = new(
        "WEIR032",
        "null-rule",
        LintSeverity.Warning,
        "A rule is null, and so allows everything",
        "A dangling dash makes a rule without peers and ports, which allows all traffic of its direction.",
        "Remove the dash for \"allow nothing\"; write {} if everything was meant.");

    public static readonly LintRule EmptyPeers = new(
        "WEIR033",
        "empty-peers",
        LintSeverity.Warning,
        "from or to is written but empty, and so means everybody",
        "An empty list means the same as none: all pods, nodes and outside addresses.",
        "Remove the rule for \"nobody\"; leave the field out if everybody was meant.");

    public static readonly LintRule EmptyPort = new(
        "WEIR034",
        "empty-port",
        LintSeverity.Warning,
        "A port entry is empty, and so opens all TCP ports",
        "Without protocol and port an entry means every TCP port, and no UDP or SCTP.",
        "Give a port; write {protocol: TCP} if all of TCP was meant; leave out ports for all protocols.");

    public static readonly LintRule EmptyPorts = new(
        "WEIR037",
        "empty-ports",
        LintSeverity.Warning,
        "ports is written but empty, and so opens every port",
        "An empty list means the same as none: all ports of all protocols.",
        "List the ports; leave the field out if all were meant.");

    public static readonly LintRule NullLabel = new(
        "WEIR036",
        "null-label-value",
        LintSeverity.Warning,
        "A label of a selector has no value",
        "It is stored as the empty string: the label must be there and must be empty.",
        "Give the value; write \"\" if the empty one was meant; use the operator Exists for any value.");

    public static ImmutableArray<LintRule> All => [TypesNotGiven, NullRule, EmptyPeers, EmptyPort, NullLabel, EmptyPorts];
}
