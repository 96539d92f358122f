using System.Collections.Immutable;
using System.Globalization;
using Weir.Policy.Addresses;
using Weir.Policy.Model;

namespace Weir.Lab.Planning;

/// <summary>Places pods on nodes and gives everybody an address. Given addresses are taken first, so that no allocated one meets them.</summary>
internal sealed class LabPlanner
{
    private const int DefaultNodeCount = 2;

    private readonly LabOptions options;
    private readonly AddressPool pool = new();
    private readonly Dictionary<IP, string> owners = [];
    private readonly List<LabNode> nodes = [];
    private readonly Dictionary<string, int> podsOnNode = [];
    private int lastLink;

    private LabPlanner(LabOptions options) => this.options = options;

    public static LabPlan Plan(ClusterSnapshot cluster, LabOptions options)
    {
        LabNames.Check(options.Name);
        if (options.Families.Length == 0 || options.Families.Contains(IPFamily.None))
        {
            throw new ArgumentException("A lab needs IPv4, IPv6 or both.", nameof(options));
        }

        var planner = new LabPlanner(options);
        var running = cluster.Pods.Where(pod => !pod.IsFinished).ToList();
        var nodes = planner.NodesOf(cluster, running);

        planner.TakeGivenAddresses(nodes, running);
        EquatableArray<IP> underlay = [.. options.Families.Select(planner.pool.NextNodeAddress)];
        foreach (var node in nodes) planner.AddNode(node);

        var externals = options.Externals.Select(planner.PlaceExternal).ToImmutableArray();
        var placed = planner.PlacePods(cluster.Pods);

        return new LabPlan
        {
            Options = options,
            Nodes = [.. planner.nodes],
            Pods = [.. placed.OfType<LabPod>()],
            Externals = externals,
            UnderlayAddresses = underlay,
            Cluster = cluster with
            {
                Nodes = [.. planner.nodes.Select(node => node.Node)],
                Pods = [.. cluster.Pods.Zip(placed, (given, pod) => pod?.Pod ?? given)],
            },
        };
    }

    public static LabPlan Add(LabPlan plan, Pod pod)
    {
        if (plan.Cluster.Pods.Any(other => other.Ref == pod.Ref)) throw Invalid($"The lab has a pod {pod} already.");
        if (pod.NodeName is { } name && plan.Node(name) is null) throw Invalid($"Pod {pod} asks for node {name}, which the lab does not have.");

        var cluster = plan.Cluster with { Pods = plan.Cluster.Pods.Add(pod) };
        if (pod.IsFinished) return plan with { Cluster = cluster };

        var planner = Resume(plan);
        if (!pod.HostNetwork) planner.TakeGiven(pod.IPs, $"pod {pod}");

        var placed = planner.PlacePod(pod);
        return plan with
        {
            Pods = plan.Pods.Add(placed),
            Cluster = cluster with { Pods = cluster.Pods.SetItem(cluster.Pods.Length - 1, placed.Pod) },
        };
    }

    /// <summary>A planner in the state in which it left the plan.</summary>
    private static LabPlanner Resume(LabPlan plan)
    {
        var planner = new LabPlanner(plan.Options);
        planner.nodes.AddRange(plan.Nodes);
        foreach (var node in plan.Nodes)
        {
            planner.podsOnNode[node.Name] = plan.Pods.Count(pod => pod.Pod.NodeName == node.Name);
            planner.lastLink = Math.Max(planner.lastLink, node.Link);
        }

        foreach (var endpoint in plan.Endpoints)
        {
            if (endpoint is LabPod { Pod.HostNetwork: true }) continue;
            planner.TakeGiven(endpoint.Addresses, endpoint.Name);
        }

        foreach (var ip in plan.UnderlayAddresses) planner.pool.Take(ip);
        foreach (var external in plan.Externals) planner.lastLink = Math.Max(planner.lastLink, external.Link);
        foreach (var pod in plan.Pods) planner.lastLink = Math.Max(planner.lastLink, pod.Link ?? 0);
        return planner;
    }

    /// <summary>The manifests' nodes, those that only pods mention, and as many more as the options ask for.</summary>
    private List<Node> NodesOf(ClusterSnapshot cluster, List<Pod> running)
    {
        List<Node> all = [.. cluster.Nodes];
        var names = all.Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var pod in running)
        {
            if (pod.NodeName is { } name && names.Add(name)) all.Add(new Node { Name = name });
        }

        var wanted = options.NodeCount ?? (all.Count == 0 ? DefaultNodeCount : all.Count);
        for (var number = 1; all.Count < wanted; number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"node-{number}");
            if (names.Add(name)) all.Add(new Node { Name = name });
        }

        if (all.Count == 0) throw Invalid("A lab needs at least one node.");

        // A host-network pod's address is its node's, so what it gives is the node's too.
        return [.. all.Select(node => node with
        {
            Addresses = [.. node.Addresses.Concat(HostNetworkIPs(running, node.Name)).Distinct()],
        })];
    }

    private static IEnumerable<IP> HostNetworkIPs(List<Pod> running, string node) =>
        running.Where(pod => pod.HostNetwork && pod.NodeName == node).SelectMany(pod => pod.IPs);

    private void TakeGivenAddresses(List<Node> given, List<Pod> running)
    {
        foreach (var node in given) TakeGiven(node.Addresses, $"node {node.Name}");
        foreach (var pod in running.Where(pod => !pod.HostNetwork)) TakeGiven(pod.IPs, $"pod {pod}");
        foreach (var host in options.Externals) TakeGiven(host.Addresses, $"external host {host.Name}");
    }

    private void TakeGiven(EquatableArray<IP> addresses, string owner)
    {
        foreach (var ip in addresses)
        {
            if (!owners.TryAdd(ip, owner)) throw Invalid($"Address {ip} belongs to both {owners[ip]} and {owner}: a lab can give it to one only.");
            pool.Take(ip);
        }
    }

    private void AddNode(Node node)
    {
        var link = ++lastLink;
        var missing = options.Families.Where(family => !node.Addresses.Any(ip => ip.Family == family));
        podsOnNode[node.Name] = 0;
        nodes.Add(new LabNode
        {
            Node = node with { Addresses = [.. node.Addresses, .. missing.Select(pool.NextNodeAddress)] },
            NetworkNamespace = LabNames.For(options.Name, "node", node.Name, link),
            Link = link,
            PodCidrs = [.. options.Families.Select(pool.NextPodNetwork)],
        });
    }

    private LabExternal PlaceExternal(ExternalHost host)
    {
        if (host.Addresses.IsEmpty) throw Invalid($"External host {host.Name} has no address.");

        var link = ++lastLink;
        return new LabExternal
        {
            Host = host,
            NetworkNamespace = LabNames.For(options.Name, "external", host.Name, link),
            Link = link,
        };
    }

    /// <summary>Null for a finished pod. Pods that name their node come first, so that the others fill up around them.</summary>
    private LabPod?[] PlacePods(ImmutableArray<Pod> pods)
    {
        var placed = new LabPod?[pods.Length];
        foreach (var named in (ReadOnlySpan<bool>)[true, false])
        {
            for (var i = 0; i < pods.Length; i++)
            {
                if (!pods[i].IsFinished && pods[i].NodeName is not null == named) placed[i] = PlacePod(pods[i]);
            }
        }

        return placed;
    }

    private LabPod PlacePod(Pod pod)
    {
        var node = NodeFor(pod);
        podsOnNode[node.Name]++;
        pod = pod with { NodeName = node.Name };

        if (pod.HostNetwork)
        {
            if (pod.IPs.FirstOrDefault(ip => !node.Addresses.Contains(ip)) is { Family: not IPFamily.None } stranger)
            {
                throw Invalid($"Host-network pod {pod} has address {stranger}, which is none of its node {node.Name}.");
            }

            return new LabPod
            {
                Pod = pod.IPs.IsEmpty ? pod with { IPs = node.Addresses } : pod,
                NetworkNamespace = node.NetworkNamespace,
                Link = null,
            };
        }

        var link = ++lastLink;
        return new LabPod
        {
            Pod = pod.IPs.IsEmpty ? pod with { IPs = [.. node.PodCidrs.Select(pool.Next)] } : pod,
            NetworkNamespace = LabNames.For(options.Name, "pod", $"{pod.Namespace}.{pod.Name}", link),
            Link = link,
        };
    }

    /// <summary>The named node; for a host-network pod the node that has its address; else the one with the fewest pods.</summary>
    private LabNode NodeFor(Pod pod) =>
        pod.NodeName is { } name ? nodes.First(node => node.Name == name)
        : pod.HostNetwork && nodes.Find(node => node.Addresses.Any(pod.IPs.Contains)) is { } owner ? owner
        : nodes.MinBy(node => podsOnNode[node.Name])!;

    private static LabException Invalid(string message) => new(LabError.InvalidInput, message);
}
