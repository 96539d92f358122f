using System.Collections.Immutable;
using Weir.Policy.Model;

namespace Weir.Policy.Compilation;

/// <summary>
/// Pods that no policy can tell apart but by address: one namespace, the same labels, the same declared ports. Selectors are asked
/// once for the group, so a replica more or less costs nothing.
/// </summary>
internal sealed class PodGroup(PodGroupKey key)
{
    public PodGroupKey Key { get; } = key;

    public HashSet<PodState> Pods { get; } = [];

    /// <summary>How many of them are in the compiler's scope, so that their policies are in force here.</summary>
    public int Local { get; set; }

    public DirectionPart Ingress { get; } = new();

    public DirectionPart Egress { get; } = new();

    public DirectionPart Part(Direction direction) => direction == Direction.Ingress ? Ingress : Egress;

    internal sealed class DirectionPart
    {
        /// <summary>Pod predicates in force that match, ascending.</summary>
        public ImmutableArray<int> Predicates { get; set; } = [];

        /// <summary>The declared ports that egress rules in force may name, sorted.</summary>
        public EquatableArray<ContainerPort> NamedPorts { get; set; }

        /// <summary>Null: no local pods, or nothing isolates them.</summary>
        public SubjectClass? Subject { get; set; }
    }
}

/// <summary>Ports are sorted and without doubles, so that the order of containers does not matter.</summary>
internal sealed record PodGroupKey(string Namespace, LabelSet Labels, EquatableArray<ContainerPort> Ports);

/// <summary>One pod as the compiler knows it. Its group is null while policies do not apply to it (host network, finished).</summary>
internal sealed class PodState(Pod pod, ImmutableArray<Addresses.IP> addresses, PodGroup? group, bool isLocal)
{
    public Pod Pod { get; } = pod;

    public ImmutableArray<Addresses.IP> Addresses { get; } = addresses;

    public PodGroup? Group { get; } = group;

    public bool IsLocal { get; } = isLocal;
}
