using Weir.Policy.Addresses;
using Weir.Policy.Compilation;
using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis;

/// <summary>Sorts pods and outside ranges into ends.</summary>
internal static class EndFinder
{
    public static IEnumerable<End> PodEnds(PolicyCompiler compiler, IEnumerable<Pod> pods)
    {
        Dictionary<(IPFamily, Roles), List<(Pod, IP)>> members = [];
        foreach (var pod in pods)
        {
            if (!AddressOwnership.CanOwn(pod)) continue; // R59, R72

            foreach (var address in compiler.AddressesOf(pod.Ref))
            {
                if (!compiler.Owns(pod.Ref, address)) continue; // R76: an address that several pods claim speaks for its owner alone

                var key = (address.Family, RolesOf(compiler, address));
                if (!members.TryGetValue(key, out var list)) members[key] = list = [];
                list.Add((pod, address));
            }
        }

        return members.Select(group => group.Key.Item2.Of(new End([.. group.Value], [])));
    }

    /// <summary>Both families, cut where a block in force begins or ends, and joined again where the pieces are alike.</summary>
    public static IEnumerable<End> RangeEnds(PolicyCompiler compiler) =>
        [.. Ranges(compiler, IPFamily.IPv4), .. Ranges(compiler, IPFamily.IPv6)];

    private static IEnumerable<End> Ranges(PolicyCompiler compiler, IPFamily family)
    {
        SortedSet<UInt128> starts = [0];
        foreach (var direction in (ReadOnlySpan<Direction>)[Direction.Ingress, Direction.Egress])
        {
            foreach (var segment in compiler.Part(direction).RangesOf(family).Segments)
            {
                starts.Add(segment.First);
                if (segment.Last != family.Last().Bits) starts.Add(segment.Last + 1);
            }
        }

        var borders = starts.ToArray();
        Dictionary<Roles, List<IPRange>> members = [];
        for (var i = 0; i < borders.Length; i++)
        {
            var first = new IP(borders[i], family);
            var last = i + 1 < borders.Length ? new IP(borders[i + 1] - 1, family) : family.Last();
            var key = new Roles(0, 0, RangeClass(compiler, Direction.Egress, first), RangeClass(compiler, Direction.Ingress, first));
            if (!members.TryGetValue(key, out var list)) members[key] = list = [];
            if (list is [.., var before] && before.Last.Bits + 1 == first.Bits) list[^1] = new IPRange(before.First, last);
            else list.Add(new IPRange(first, last));
        }

        return members.Select(group => group.Key.Of(new End([], [.. group.Value])));
    }

    private static Roles RolesOf(PolicyCompiler compiler, IP address)
    {
        var (egress, ingress) = (compiler.Part(Direction.Egress), compiler.Part(Direction.Ingress));
        return new Roles(
            egress.Subjects.TryGetValue(address, out var sender) ? sender.Value : 0,
            ingress.Subjects.TryGetValue(address, out var receiver) ? receiver.Value : 0,
            egress.PeerClassOf(address).Value,
            ingress.PeerClassOf(address).Value);
    }

    /// <summary>The class of an address that is no pod's, whoever may have it now.</summary>
    private static int RangeClass(PolicyCompiler compiler, Direction direction, IP address)
    {
        var part = compiler.Part(direction);
        return part.ClassOfBlocks(part.BlocksOf(address)).Value;
    }

    private readonly record struct Roles(int EgressSubject, int IngressSubject, int EgressPeer, int IngressPeer)
    {
        public End Of(End end) => end with
        {
            EgressSubject = EgressSubject,
            IngressSubject = IngressSubject,
            EgressPeer = EgressPeer,
            IngressPeer = IngressPeer,
        };
    }
}
