using System.Collections.Immutable;
using Weir.Policy.Addresses;
using Weir.Policy.Evaluation;
using Weir.Policy.Ports;

namespace Weir.Policy.Analysis.Connections;

/// <summary>
/// Two clusters held against each other: the connections between peers of both that differ, and the workloads that only one has.
/// Whether a workload reaches its own other pods is compared where it may have some in both.
/// </summary>
public sealed class ConnectionDiff
{
    private ConnectionDiff(ConnectionMap old, ConnectionMap @new)
    {
        Old = old;
        New = @new;
        var before = old.Peers.OfType<WorkloadPeer>().ToDictionary(peer => peer.Id);
        var after = @new.Peers.OfType<WorkloadPeer>().ToDictionary(peer => peer.Id);
        Added = [.. after.Values.Where(peer => !before.ContainsKey(peer.Id))];
        Removed = [.. before.Values.Where(peer => !after.ContainsKey(peer.Id))];

        Joined[] joined =
        [
            .. after.Values.Where(peer => before.ContainsKey(peer.Id)).Select(peer => new Joined(peer, before[peer.Id], peer)),
            .. Outside(old, @new),
        ];
        Changes = Merge(Compare(joined, new ChangeCauses(old, @new)));
    }

    /// <summary>Workloads that only the new cluster has. What they may do is not listed.</summary>
    public ImmutableArray<WorkloadPeer> Added { get; }

    /// <summary>Workloads that only the old cluster has.</summary>
    public ImmutableArray<WorkloadPeer> Removed { get; }

    /// <summary>In the order of their sources, then of their destinations. Outside ranges are cut where either cluster cuts them.</summary>
    public ImmutableArray<ConnectionChange> Changes { get; }

    public bool IsEmpty => Added.IsEmpty && Removed.IsEmpty && Changes.IsEmpty;

    internal ConnectionMap Old { get; }

    internal ConnectionMap New { get; }

    public static ConnectionDiff Between(PolicyEvaluator old, PolicyEvaluator @new)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(@new);
        var (before, after) = (ConnectionMap.Of(old), ConnectionMap.Of(@new));

        // A workload whose pods are alike in one cluster and not in the other is compared pod by pod.
        var apart = before.Apart.Union(after.Apart);
        return new ConnectionDiff(
            before.Apart.SetEquals(apart) ? before : ConnectionMap.Of(old, apart),
            after.Apart.SetEquals(apart) ? after : ConnectionMap.Of(@new, apart));
    }

    private IEnumerable<ConnectionChange> Compare(Joined[] joined, ChangeCauses causes)
    {
        foreach (var source in joined)
        {
            foreach (var destination in joined)
            {
                if (source == destination && !(source.Old is WorkloadPeer { IsSeveral: true } && source.New is WorkloadPeer { IsSeveral: true })) continue;

                var before = Ports(Old, source.Old, destination.Old);
                var after = Ports(New, source.New, destination.New);
                if (before.Equals(after)) continue;

                yield return new ConnectionChange(
                    source.Peer, destination.Peer, before, after,
                    causes.Of(source.Sides, destination.Sides, after.Except(before), before.Except(after)));
            }
        }
    }

    /// <summary>Null: the family is not in use there, so nothing is open.</summary>
    private static PortSet Ports(ConnectionMap map, ConnectionPeer? source, ConnectionPeer? destination) =>
        source is null || destination is null ? PortSet.None : map.Ports(source, destination);

    /// <summary>Each part of the outside that neither cluster cuts.</summary>
    private static IEnumerable<Joined> Outside(ConnectionMap old, ConnectionMap @new)
    {
        var after = @new.Peers.OfType<OutsidePeer>().ToArray();
        foreach (var one in old.Peers.OfType<OutsidePeer>())
        {
            foreach (var other in after)
            {
                if (Common(one.Ranges, other.Ranges) is { Length: > 0 } common) yield return Join(common, one, other);
            }

            if (Alone(one, after) is { Length: > 0 } rest) yield return Join(rest, one, null);
        }

        var before = old.Peers.OfType<OutsidePeer>().ToArray();
        foreach (var other in after)
        {
            if (Alone(other, before) is { Length: > 0 } rest) yield return Join(rest, null, other);
        }
    }

    private static Joined Join(ImmutableArray<IPRange> ranges, OutsidePeer? old, OutsidePeer? @new)
    {
        var samples = (old?.Samples ?? []).Concat(@new?.Samples ?? []).Where(sample => ranges.Any(range => range.Contains(sample)));
        return new Joined(OutsidePeer.Of(ranges, samples), old, @new);
    }

    private static ImmutableArray<IPRange> Common(ImmutableArray<IPRange> left, ImmutableArray<IPRange> right) =>
    [
        .. from one in left
           from other in right
           where one.Family == other.Family && one.First <= other.Last && other.First <= one.Last
           select new IPRange(one.First > other.First ? one.First : other.First, one.Last < other.Last ? one.Last : other.Last),
    ];

    /// <summary>The ranges of a family that only this side uses: a side either covers a family or leaves it out.</summary>
    private static ImmutableArray<IPRange> Alone(OutsidePeer peer, OutsidePeer[] others) =>
        [.. peer.Ranges.Where(range => !others.Any(other => other.Ranges.Any(one => one.Family == range.Family)))];

    /// <summary>Parts of the outside that changed alike towards a workload are one.</summary>
    private static ImmutableArray<ConnectionChange> Merge(IEnumerable<ConnectionChange> changes) =>
    [
        .. changes
            .GroupBy(change => (
                Source: change.Source as WorkloadPeer,
                Destination: change.Destination as WorkloadPeer,
                change.Before,
                change.After,
                Causes: string.Join(' ', change.Causes.Select(cause => cause.Policy))))
            .Select(group => group.First() with
            {
                Source = (ConnectionPeer?)group.Key.Source ?? Union(group.Select(change => change.Source)),
                Destination = (ConnectionPeer?)group.Key.Destination ?? Union(group.Select(change => change.Destination)),
            }),
    ];

    private static OutsidePeer Union(IEnumerable<ConnectionPeer> peers) => OutsidePeer.Of(peers.Cast<OutsidePeer>().SelectMany(peer => peer.Ranges));

    /// <summary>A peer and what it is on either side; null for addresses of a family that the side does not use.</summary>
    private sealed record Joined(ConnectionPeer Peer, ConnectionPeer? Old, ConnectionPeer? New)
    {
        /// <summary>For outside addresses exactly those: what is around them may have other rules.</summary>
        public (ConnectionPeer Old, ConnectionPeer New) Sides => Peer is OutsidePeer ? (Peer, Peer) : (Old!, New!);
    }
}
