using System.Collections.Immutable;
using Weir.Policy.Model;

namespace Weir.Policy.Compilation;

/// <summary>
/// Addresses that no rule in force can tell apart: they match the same predicates and, where egress rules name ports, declare the
/// same ports under those names.
/// </summary>
internal sealed class PeerClass(PeerClassId id, PeerClassKey key)
{
    public PeerClassId Id { get; } = id;

    public PeerClassKey Key { get; } = key;

    /// <summary>Addresses and ranges in it. A class without any is swept at the next commit.</summary>
    public int Members { get; set; }

    public bool Matches(Predicate predicate) => Key.Predicates.Items.BinarySearch(predicate.Id) >= 0;
}

/// <summary>Predicate numbers in ascending order, and the container ports that egress rules in force may name, sorted.</summary>
internal readonly record struct PeerClassKey(EquatableArray<int> Predicates, EquatableArray<ContainerPort> NamedPorts)
{
    public static PeerClassKey Nobody => default;

    /// <summary>Joins two sorted lists of numbers that have none in common.</summary>
    public static ImmutableArray<int> Join(ImmutableArray<int> left, ImmutableArray<int> right)
    {
        if (left.IsEmpty) return right;
        if (right.IsEmpty) return left;

        var all = left.AddRange(right);
        return all.Sort();
    }
}
