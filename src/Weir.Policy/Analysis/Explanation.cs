using System.Collections.Immutable;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis;

/// <summary>A verdict taken apart: who selects, which rule decided, and what each other rule lacked.</summary>
public sealed record Explanation(FlowVerdict Verdict, DirectionExplanation Egress, DirectionExplanation Ingress)
{
    /// <summary>
    /// Edits of policies that together allow a denied flow, the smallest found: applied one after the other and evaluated again,
    /// they do. Empty for an allowed flow, and where no edit of a NetworkPolicy can help.
    /// </summary>
    public ImmutableArray<PolicyChange> SmallestChange { get; init; } = [];
}

public sealed record DirectionExplanation(Direction Direction, DirectionVerdict Verdict, ImmutableArray<PolicyExplanation> Policies);

/// <summary>One policy that selects the subject, with each of its rules of the direction.</summary>
public sealed record PolicyExplanation(TierPolicy Policy, ImmutableArray<RuleExplanation> Rules);

/// <summary>One rule held against a flow.</summary>
public sealed record RuleExplanation(Rule Rule, ImmutableArray<Check> Ports, ImmutableArray<Check> Peers)
{
    /// <summary>Absent ports, and absent peers, match anything.</summary>
    public bool PortsMatch => Rule.Ports is null || Ports.Any(check => check.Matches);

    public bool PeersMatch => Rule.Peers is null || Peers.Any(check => check.Matches);

    public bool Matches => PortsMatch && PeersMatch;

    /// <summary>Exactly one of the two failed.</summary>
    public bool IsNearMiss => PortsMatch != PeersMatch;
}

/// <summary>
/// One peer or port of a rule: what it asks for, and if it failed, the first field that did and why. <paramref name="Failed"/>
/// counts the fields that failed, so that the nearest miss can be told.
/// </summary>
public sealed record Check(string Asked, bool Matches, string Why, int Failed)
{
    public static Check Passed(string asked) => new(asked, true, "", 0);

    public static Check Missed(string asked, params IReadOnlyCollection<string> why) => new(asked, false, why.First(), why.Count);
}

/// <summary>
/// One edit of a NetworkPolicy: add <paramref name="Yaml"/> (lines without indentation) to the list at <paramref name="Path"/>, or,
/// where <paramref name="Path"/> is null, create the policy that the YAML is.
/// </summary>
public sealed record PolicyChange(PolicyRef Policy, string? Path, string Yaml, NetworkPolicy Result)
{
    /// <summary>The snapshot with the edit made.</summary>
    public ClusterSnapshot ApplyTo(ClusterSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var others = snapshot.NetworkPolicies.Where(policy => policy.Namespace != Result.Namespace || policy.Name != Result.Name);
        return snapshot with { NetworkPolicies = [.. others, Result] };
    }
}
