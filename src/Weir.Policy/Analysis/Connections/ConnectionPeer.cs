using System.Collections.Immutable;
using Weir.Policy.Addresses;
using Weir.Policy.Model;

namespace Weir.Policy.Analysis.Connections;

/// <summary>An end of listed connections: a workload, a pod, or addresses outside.</summary>
public abstract class ConnectionPeer
{
    private protected ConnectionPeer()
    {
    }

    /// <summary>Unique in its map.</summary>
    public abstract string Id { get; }

    /// <summary>Its place in <see cref="ConnectionMap.Peers"/>.</summary>
    internal int Index { get; set; }

    public override string ToString() => Id;
}

/// <summary>
/// A workload whose pods are alike to every policy, or one pod: a bare one, or one of a workload whose pods are not alike.
/// </summary>
public sealed class WorkloadPeer : ConnectionPeer
{
    public const string PodKind = "Pod";

    internal WorkloadPeer(string kind, string name, ImmutableArray<Pod> pods)
    {
        Kind = kind;
        Name = name;
        Pods = pods;
    }

    public string Namespace => Pods[0].Namespace;

    /// <summary>As the API writes it: <c>Deployment</c>, <c>Pod</c>.</summary>
    public string Kind { get; }

    public string Name { get; }

    /// <summary>At least one. To policies they are all like the first.</summary>
    public ImmutableArray<Pod> Pods { get; }

    public override string Id => $"{Namespace}/{Name}[{Kind}]";

    /// <summary>It stands for more pods than one, or for a template that may make some: it can connect to its like.</summary>
    public bool IsSeveral => Pods.Length > 1 || (Pods[0].IPs.IsEmpty && Kind != PodKind);
}

/// <summary>Addresses outside that get the same answer to and from everybody; of both families where those agree.</summary>
public sealed class OutsidePeer : ConnectionPeer
{
    private OutsidePeer(ImmutableArray<IPRange> ranges, ImmutableArray<IP> samples)
    {
        Ranges = ranges;
        Samples = samples;
        Cidrs = [.. ranges.SelectMany(AddressRanges.Cidrs)];
    }

    internal static OutsidePeer Of(IEnumerable<IPRange> pieces, IEnumerable<IP>? samples = null)
    {
        IPRange[] ranges = [.. pieces];
        return new OutsidePeer(AddressRanges.Join(ranges), [.. ranges.Select(range => range.First).Concat(samples ?? []).Distinct()]);
    }

    /// <summary>Disjoint, in ascending order, IPv4 first.</summary>
    public ImmutableArray<IPRange> Ranges { get; }

    /// <summary>The same addresses in the fewest networks.</summary>
    public ImmutableArray<Cidr> Cidrs { get; }

    /// <summary>Some address of each part that a policy cuts out, though the answers be the same.</summary>
    internal ImmutableArray<IP> Samples { get; }

    /// <summary>The networks, separated by blanks.</summary>
    public override string Id => string.Join(' ', Cidrs);
}
