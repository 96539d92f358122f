using System.Collections.Immutable;
using Weir.Policy.Addresses;
using Weir.Policy.Model;
using Weir.Policy.Ports;

namespace Weir.Policy.Compilation;

/// <summary>The compiled table of one direction: its maps, and the classes behind their numbers.</summary>
internal sealed class DirectionTable(Direction direction, PortTables ports, bool keepCells)
{
    private readonly IdPool subjectIds = new();
    private readonly IdPool peerIds = new();
    private readonly Dictionary<EquatableArray<SubjectTier>, SubjectClass> subjectClasses = [];
    private readonly Dictionary<PeerClassKey, PeerClass> peerClasses = [];
    private readonly Dictionary<int, SubjectClass> subjectById = [];
    private readonly Dictionary<int, PeerClass> peerById = [];
    private readonly HashSet<SubjectClass> newSubjects = [];
    private readonly HashSet<PeerClass> newPeers = [];
    private readonly HashSet<SubjectClass> idleSubjects = [];
    private readonly HashSet<PeerClass> idlePeers = [];
    private readonly SortedSet<IP> peerAddresses = [];
    private readonly RangeMap ranges4 = new(IPFamily.IPv4);
    private readonly RangeMap ranges6 = new(IPFamily.IPv6);

    /// <summary>Cells on demand, where they are not all kept.</summary>
    private readonly Dictionary<(SubjectClassId, PeerClassId), PortSet> cache = [];

    public Direction Direction { get; } = direction;

    public TrackedMap<IP, SubjectClassId> Subjects { get; } = new();

    public TrackedMap<IP, PeerClassId> Peers { get; } = new();

    public TrackedMap<IPRange, PeerClassId> Ranges { get; } = new();

    public TrackedMap<(SubjectClassId Subject, PeerClassId Peer), PortTableId> Cells { get; } = new();

    public IReadOnlyCollection<SubjectClass> SubjectClasses => subjectClasses.Values;

    /// <summary>All but class 0.</summary>
    public IReadOnlyCollection<PeerClass> PeerClasses => peerClasses.Values;

    /// <summary>Addresses that match nothing. Always there.</summary>
    public PeerClass Nobody { get; } = new(new PeerClassId(0), PeerClassKey.Nobody);

    public RangeMap RangesOf(IPFamily family) => family == IPFamily.IPv4 ? ranges4 : ranges6;

    /// <summary>The blocks in force that hold an address. A stand-in address is in none.</summary>
    public ImmutableArray<int> BlocksOf(IP address) => address.Family == IPFamily.None ? [] : RangesOf(address.Family).Find(address);

    public PeerClassId PeerClassOf(IP address)
    {
        if (Peers.TryGetValue(address, out var id)) return id;

        return ClassOfBlocks(BlocksOf(address));
    }

    /// <summary>The class of the addresses that are in these blocks of a range and match nothing else.</summary>
    public PeerClassId ClassOfBlocks(ImmutableArray<int> blocks) =>
        blocks.IsEmpty ? Nobody.Id : peerClasses[new PeerClassKey(blocks, [])].Id;

    public PortSet Allowed(SubjectClassId subject, PeerClassId peer)
    {
        if (keepCells) return Cells.TryGetValue((subject, peer), out var table) ? ports[table] : PortSet.None;

        if (!cache.TryGetValue((subject, peer), out var allowed))
        {
            cache[(subject, peer)] = allowed = subjectById[subject.Value].Allowed(PeerById(peer));
        }

        return allowed;
    }

    public SubjectClass Subject(EquatableArray<SubjectTier> tiers)
    {
        if (!subjectClasses.TryGetValue(tiers, out var subject))
        {
            subject = new SubjectClass(new SubjectClassId(subjectIds.Take()), tiers);
            subjectClasses[tiers] = subjectById[subject.Id.Value] = subject;
            newSubjects.Add(subject);
        }

        subject.Members++;
        return subject;
    }

    public void Release(SubjectClass subject)
    {
        if (--subject.Members == 0) idleSubjects.Add(subject);
    }

    public void SetPeer(IP address, PeerClassKey key)
    {
        var peer = Peer(key);
        if (Peers.TryGetValue(address, out var old)) Release(old);
        else peerAddresses.Add(address);
        Peers.Set(address, peer.Id);
    }

    public void RemovePeer(IP address)
    {
        if (!Peers.TryGetValue(address, out var old)) return;

        Release(old);
        Peers.Remove(address);
        peerAddresses.Remove(address);
    }

    /// <summary>Addresses with a class of their own inside a range.</summary>
    public IEnumerable<IP> PeersIn(IPRange range) => peerAddresses.GetViewBetween(range.First, range.Last);

    /// <summary>Puts one block into force or takes it out; <paramref name="changed"/> collects the ranges whose class changed.</summary>
    public void ChangeBlock(IPRange range, int block, bool add, List<IPRange> changed)
    {
        List<RangeMap.Segment> removed = [], added = [];
        RangesOf(range.Family).Change(range, block, add, removed, added);
        foreach (var segment in removed)
        {
            Release(Ranges.Items[segment.Range]);
            Ranges.Remove(segment.Range);
        }

        foreach (var segment in added) Ranges.Set(segment.Range, Peer(new PeerClassKey(segment.Blocks, [])).Id);

        changed.Add(range);
    }

    /// <summary>The subject classes whose rules come into force or go out of it with this commit.</summary>
    public (IReadOnlyCollection<SubjectClass> Fresh, IReadOnlyCollection<SubjectClass> Idle) SubjectChanges()
    {
        idleSubjects.RemoveWhere(subject => subject.Members > 0);
        newSubjects.ExceptWith(idleSubjects.Where(subject => !subject.IsInForce));
        return (newSubjects, idleSubjects);
    }

    /// <summary>Brings the cells up to the classes and forgets classes without members.</summary>
    public void Commit()
    {
        foreach (var subject in idleSubjects) Drop(subject);

        foreach (var peer in idlePeers.Where(peer => peer.Members == 0))
        {
            peerClasses.Remove(peer.Key);
            peerById.Remove(peer.Id.Value);
            peerIds.Return(peer.Id.Value);
            newPeers.Remove(peer);
            if (keepCells)
            {
                foreach (var subject in subjectClasses.Values) RemoveCell(subject.Id, peer.Id);
            }
        }

        if (keepCells)
        {
            foreach (var subject in newSubjects)
            {
                SetCell(subject, Nobody);
                foreach (var peer in peerClasses.Values) SetCell(subject, peer);
            }

            foreach (var peer in newPeers)
            {
                foreach (var subject in subjectClasses.Values)
                {
                    if (!newSubjects.Contains(subject)) SetCell(subject, peer);
                }
            }
        }
        else if (newPeers.Count + newSubjects.Count + idlePeers.Count + idleSubjects.Count > 0)
        {
            cache.Clear();
        }

        newSubjects.Clear();
        newPeers.Clear();
        idleSubjects.Clear();
        idlePeers.Clear();
        subjectIds.Commit();
        peerIds.Commit();
    }

    private PeerClass PeerById(PeerClassId id) => id == Nobody.Id ? Nobody : peerById[id.Value];

    private PeerClass Peer(PeerClassKey key)
    {
        if (key == PeerClassKey.Nobody) return Nobody;

        if (!peerClasses.TryGetValue(key, out var peer))
        {
            peer = new PeerClass(new PeerClassId(peerIds.Take()), key);
            peerClasses[key] = peerById[peer.Id.Value] = peer;
            newPeers.Add(peer);
        }

        peer.Members++;
        return peer;
    }

    private void Release(PeerClassId id)
    {
        if (id == Nobody.Id) return;

        var peer = peerById[id.Value];
        if (--peer.Members == 0) idlePeers.Add(peer);
    }

    private void Drop(SubjectClass subject)
    {
        subjectById.Remove(subject.Id.Value);
        subjectClasses.Remove(subject.Tiers);
        subjectIds.Return(subject.Id.Value);
        if (!keepCells) return;

        RemoveCell(subject.Id, Nobody.Id);
        foreach (var peer in peerClasses.Values) RemoveCell(subject.Id, peer.Id);
    }

    private void SetCell(SubjectClass subject, PeerClass peer)
    {
        var allowed = subject.Allowed(peer);
        if (!allowed.IsEmpty) Cells.Set((subject.Id, peer.Id), ports.Acquire(allowed));
    }

    private void RemoveCell(SubjectClassId subject, PeerClassId peer)
    {
        if (!Cells.TryGetValue((subject, peer), out var table)) return;

        ports.Release(table);
        Cells.Remove((subject, peer));
    }
}
