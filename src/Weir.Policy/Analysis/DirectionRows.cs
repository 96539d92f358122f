using Weir.Policy.Compilation;
using Weir.Policy.Ports;

namespace Weir.Policy.Analysis;

/// <summary>
/// The cells of one direction, kept as what a subject allows to peers that its rules do not mention, and the peers where it differs:
/// most rules mention few.
/// </summary>
internal sealed class DirectionRows
{
    private readonly int peerCount;
    private readonly int[] usual;
    private readonly List<(int Peer, int Ports)>[] differsAtSubject;
    private readonly List<(int Subject, int Ports)>[] differsAtPeer;

    public DirectionRows(DirectionTable table, Func<PortSet, int> number)
    {
        var peers = table.PeerClasses;
        peerCount = 1 + peers.Select(peer => peer.Id.Value).DefaultIfEmpty(0).Max();
        var subjectCount = 1 + table.SubjectClasses.Select(subject => subject.Id.Value).DefaultIfEmpty(0).Max();
        usual = new int[subjectCount];
        differsAtSubject = [.. Enumerable.Range(0, subjectCount).Select(_ => new List<(int, int)>())];
        differsAtPeer = [.. Enumerable.Range(0, peerCount).Select(_ => new List<(int, int)>())];
        usual[0] = number(PortSet.All); // R1: not isolated

        var mentioned = new Dictionary<int, List<PeerClass>>();
        foreach (var peer in peers)
        {
            foreach (var predicate in peer.Key.Predicates)
            {
                if (!mentioned.TryGetValue(predicate, out var list)) mentioned[predicate] = list = [];
                list.Add(peer);
            }
        }

        var naming = peers.Where(peer => !peer.Key.NamedPorts.IsEmpty).ToArray();
        HashSet<PeerClass> near = [];
        foreach (var subject in table.SubjectClasses)
        {
            var row = subject.Id.Value;
            usual[row] = number(subject.Allowed(table.Nobody));
            Mentioned(subject, mentioned, naming, peers, near);
            foreach (var peer in near)
            {
                var ports = number(subject.Allowed(peer));
                if (ports == usual[row]) continue;

                differsAtSubject[row].Add((peer.Id.Value, ports));
                differsAtPeer[peer.Id.Value].Add((row, ports));
            }
        }
    }

    public int Cell(int subject, int peer)
    {
        foreach (var (other, ports) in differsAtSubject[subject])
        {
            if (other == peer) return ports;
        }

        return usual[subject];
    }

    /// <summary>One subject with every peer class, by its number.</summary>
    public int[] Row(int subject)
    {
        var row = new int[peerCount];
        Array.Fill(row, usual[subject]);
        foreach (var (peer, ports) in differsAtSubject[subject]) row[peer] = ports;
        return row;
    }

    /// <summary>Every subject class, by its number, with one peer.</summary>
    public int[] Column(int peer)
    {
        var column = (int[])usual.Clone();
        foreach (var (subject, ports) in differsAtPeer[peer]) column[subject] = ports;
        return column;
    }

    /// <summary>The peer classes to which a rule of the subject may speak otherwise than to nobody in particular.</summary>
    private static void Mentioned(
        SubjectClass subject, Dictionary<int, List<PeerClass>> mentioned, PeerClass[] naming, IReadOnlyCollection<PeerClass> all, HashSet<PeerClass> near)
    {
        near.Clear();
        foreach (var rule in subject.Tiers.SelectMany(tier => tier.Rules))
        {
            if (rule.Ports is null) near.UnionWith(naming); // R44: its names mean something else on each of them

            foreach (var (predicate, negated) in rule.Rule.Content.Peers ?? [])
            {
                if (negated) near.UnionWith(all);
                else if (mentioned.TryGetValue(predicate.Id, out var peers)) near.UnionWith(peers);
            }
        }
    }
}
