using System.Collections.Immutable;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Connections;

/// <summary>Finds, among the policies that differ, those that made a connection open or close.</summary>
internal sealed class ChangeCauses(ConnectionMap old, ConnectionMap @new)
{
    private readonly Dictionary<PolicyRef, PolicyDifference> differences = PolicyDifference.Between(old.Evaluator.Policies, @new.Evaluator.Policies);

    /// <param name="source">In the old cluster and in the new.</param>
    /// <param name="destination">Likewise.</param>
    public ImmutableArray<PolicyDifference> Of(
        (ConnectionPeer Old, ConnectionPeer New) source, (ConnectionPeer Old, ConnectionPeer New) destination, PortSet opened, PortSet closed)
    {
        if (differences.Count == 0) return [];

        SortedDictionary<string, PolicyDifference> causes = new(StringComparer.Ordinal);
        foreach (var direction in (ReadOnlySpan<Direction>)[Direction.Egress, Direction.Ingress])
        {
            var (subject, peer) = direction == Direction.Egress ? (source, destination) : (destination, source);
            var before = old.Rules.Selecting(subject.Old, direction).ToDictionary(policy => policy.Ref);
            var after = @new.Rules.Selecting(subject.New, direction).ToDictionary(policy => policy.Ref);
            foreach (var policy in before.Keys.Union(after.Keys))
            {
                if (!differences.TryGetValue(policy, out var difference)) continue;

                // Null: does not isolate the subject.
                var allowed = before.TryGetValue(policy, out var oldText) ? old.Rules.Ports(oldText, direction, peer.Old, destination.Old) : null;
                var allows = after.TryGetValue(policy, out var newText) ? @new.Rules.Ports(newText, direction, peer.New, destination.New) : null;
                var opens = Opens(allowed, allows, after.Count > 0, opened);
                var closes = Opens(allows, allowed, before.Count > 0, closed);
                if (opens || closes) causes[policy.ToString()] = difference;
            }
        }

        return [.. causes.Values];
    }

    /// <summary>A rule allows more than before, or isolation ended. Closing is the same with time reversed.</summary>
    private static bool Opens(PortSet? before, PortSet? after, bool isIsolated, PortSet opened)
    {
        var isNew = opened.Except(before ?? PortSet.None);
        return after is null ? !isIsolated && !isNew.IsEmpty : !isNew.Intersect(after).IsEmpty;
    }
}
