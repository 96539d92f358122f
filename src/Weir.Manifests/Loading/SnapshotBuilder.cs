using System.Collections.Immutable;
using Weir.Manifests.Kinds;
using Weir.Policy.Model;

namespace Weir.Manifests.Loading;

/// <summary>Collects good objects in the order of the input and settles what only the whole input can tell.</summary>
internal sealed class SnapshotBuilder(DiagnosticList diagnostics)
{
    private readonly OrderedDictionary<ObjectRef, (object Read, Source Source)> objects = [];

    /// <summary>Adds an object. Of one given twice the later counts, as with <c>kubectl apply</c>; nothing is lost, so it is a warning.</summary>
    public void Add(ObjectRef about, object read)
    {
        var source = SourceOf(read);
        if (objects.TryGetValue(about, out var first))
        {
            diagnostics.Warning(DiagnosticIds.DuplicateObject, $"already given at {first.Source}; this one counts", source, about);
        }

        objects[about] = (read, source);
    }

    public ClusterSnapshot Build()
    {
        var all = objects.Values.Select(entry => entry.Read).ToList();
        return new ClusterSnapshot
        {
            Namespaces = Namespaces(all.OfType<Namespace>()),
            Pods = new PodSelection(all).Select(),
            Nodes = [.. all.OfType<Node>()],
            Services = [.. all.OfType<Service>()],
            NetworkPolicies = [.. all.OfType<NetworkPolicy>()],
        };
    }

    /// <summary>The declared ones, then those that objects only mention, in the order of mention.</summary>
    private ImmutableArray<Namespace> Namespaces(IEnumerable<Namespace> declared)
    {
        var namespaces = ImmutableArray.CreateBuilder<Namespace>();
        namespaces.AddRange(declared);
        var known = namespaces.Select(ns => ns.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var about in objects.Keys)
        {
            if (about.Namespace.Length > 0 && known.Add(about.Namespace)) namespaces.Add(new Namespace(about.Namespace));
        }

        return namespaces.ToImmutable();
    }

    private static Source SourceOf(object read) => read switch
    {
        NetworkPolicy policy => policy.Source,
        Pod pod => pod.Source,
        WorkloadTemplate template => template.Pod.Source,
        Service service => service.Source,
        Node node => node.Source,
        Namespace ns => ns.Source,
        _ => throw new ArgumentException($"{read.GetType()} has no place in a snapshot.", nameof(read)),
    };
}
