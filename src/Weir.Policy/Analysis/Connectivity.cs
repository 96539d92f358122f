using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Weir.Policy.Addresses;
using Weir.Policy.Compilation;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis;

/// <summary>
/// Who may connect to whom on which ports, for a whole cluster at once: pods and outside ranges that no policy can tell apart in any
/// role are one <see cref="End"/>, and each pair of ends has one set of ports. Exemptions (a pod and itself, a pod and its node) are
/// not in it.
/// </summary>
public sealed class Connectivity
{
    private readonly List<PortSet> sets = [PortSet.None, PortSet.All];
    private readonly Dictionary<PortSet, int> setNumbers = new() { [PortSet.None] = 0, [PortSet.All] = 1 };
    private readonly Dictionary<long, int> intersections = [];
    private readonly DirectionRows egress;
    private readonly DirectionRows ingress;

    // What a row needs of every end, side by side in memory.
    private readonly int[] egressPeers;
    private readonly int[] ingressSubjects;

    private Connectivity(PolicyCompiler compiler, ImmutableArray<End> ends)
    {
        Ends = ends;
        egressPeers = [.. ends.Select(end => end.EgressPeer)];
        ingressSubjects = [.. ends.Select(end => end.IngressSubject)];
        egress = new DirectionRows(compiler.Part(Direction.Egress), NumberOf);
        ingress = new DirectionRows(compiler.Part(Direction.Ingress), NumberOf);
    }

    /// <summary>Pods first, in the order of the snapshot by their first member, then the ranges in ascending order.</summary>
    public ImmutableArray<End> Ends { get; }

    public static Connectivity Of(ClusterSnapshot snapshot, PolicyProfile? profile = null)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var compiler = PolicyCompiler.ForAnalysis(profile);
        compiler.Load(snapshot);
        compiler.Commit();
        return Of(compiler, snapshot.Pods);
    }

    /// <summary>The same from a compiler that is kept for analysis; it must not change while the result is in use.</summary>
    public static Connectivity Of(PolicyCompiler compiler, IEnumerable<Pod> pods)
    {
        ArgumentNullException.ThrowIfNull(compiler);
        ArgumentNullException.ThrowIfNull(pods);
        return new(compiler, [.. EndFinder.PodEnds(compiler, pods), .. EndFinder.RangeEnds(compiler)]);
    }

    /// <summary>What the source may open to the destination: egress of the one and ingress of the other (R10).</summary>
    public PortSet Allowed(End source, End destination)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        return sets[Intersect(
            egress.Cell(source.EgressSubject, destination.EgressPeer), ingress.Cell(destination.IngressSubject, source.IngressPeer))];
    }

    /// <summary>What the subject's policies of one direction allow, whatever those of its peer say.</summary>
    internal PortSet Allowed(Direction direction, End subject, End peer) => sets[direction == Direction.Egress
        ? egress.Cell(subject.EgressSubject, peer.EgressPeer)
        : ingress.Cell(subject.IngressSubject, peer.IngressPeer)];

    /// <summary><see cref="Allowed(End, End)"/> for one source and every destination, much faster than pair by pair. Indexes are those of <see cref="Ends"/>.</summary>
    public PortSet[] AllowedFrom(End source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var row = egress.Row(source.EgressSubject);
        var column = ingress.Column(source.IngressPeer);
        var result = new PortSet[Ends.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var (left, right) = (row[egressPeers[i]], column[ingressSubjects[i]]);
            result[i] = left == 0 || right == 0 ? PortSet.None : sets[Intersect(left, right)];
        }

        return result;
    }

    private int Intersect(int left, int right)
    {
        if (left == right || right == 1) return left;
        if (left <= 1 || right == 0) return left == 1 ? right : 0;

        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(intersections, ((long)left << 32) | (uint)right, out var exists);
        if (!exists) known = NumberOf(sets[left].Intersect(sets[right]));
        return known;
    }

    private int NumberOf(PortSet set)
    {
        if (setNumbers.TryGetValue(set, out var number)) return number;

        sets.Add(set);
        return setNumbers[set] = sets.Count - 1;
    }
}

/// <summary>
/// Pods and their addresses, or outside ranges, that are alike to every policy. Exactly one of the two lists is not empty.
/// </summary>
public sealed record End(ImmutableArray<(Pod Pod, IP Address)> Pods, ImmutableArray<IPRange> Ranges)
{
    /// <summary>None: the pods have no addresses.</summary>
    public IPFamily Family => Pods.IsEmpty ? Ranges[0].Family : Pods[0].Address.Family;

    public bool IsOutside => Pods.IsEmpty;

    /// <summary>Numbers of classes; subject 0: not isolated.</summary>
    internal int EgressSubject { get; init; }

    internal int IngressSubject { get; init; }

    internal int EgressPeer { get; init; }

    internal int IngressPeer { get; init; }
}
