using System.Globalization;
using System.Text;
using Weir.Policy.Addresses;
using Weir.Policy.Analysis;
using Weir.Policy.Model;

namespace Weir.Bench;

/// <summary>
/// A cluster of a given size, the same for the same numbers: pods spread over namespaces and applications, policies that select one
/// application and name peers in all four ways.
/// </summary>
internal sealed record ClusterShape(string Name, int Namespaces, int Pods, int Policies, int PodsAnApplication)
{
    /// <summary>Bare pods: every one has labels of its own.</summary>
    public static readonly ClusterShape Small = new("1,000 bare pods, 200 policies", 10, 1_000, 200, 1);

    public static readonly ClusterShape Large = new("10,000 bare pods, 10,000 policies", 100, 10_000, 10_000, 1);

    /// <summary>The sizes of a real cluster that was published with its figures: 604 namespaces, 5,413 pods, 13,678 policies.</summary>
    public static readonly ClusterShape Real = new("604 namespaces, 5,413 pods, 13,678 policies", 604, 5_413, 13_678, 3);

    private const int Applications = 40;
    private const int Teams = 20;

    public ClusterSnapshot Create(int seed = 1)
    {
        var random = new Random(seed);
        return new ClusterSnapshot
        {
            Namespaces = [.. Enumerable.Range(0, Namespaces).Select(i => new Namespace(Space(i), LabelSet.Of(("team", $"t{i % Teams}"))))],
            Pods = [.. Enumerable.Range(0, Pods).Select(Pod)],
            NetworkPolicies = [.. Enumerable.Range(0, Policies).Select(i => Policy(i, random))],
        };
    }

    /// <summary>The same cluster as manifests, one document an object.</summary>
    public static string ToYaml(ClusterSnapshot cluster)
    {
        var text = new StringBuilder();
        foreach (var space in cluster.Namespaces)
        {
            text.Append(CultureInfo.InvariantCulture, $"apiVersion: v1\nkind: Namespace\nmetadata:\n  name: {space.Name}\n  labels:\n{Labels(space.Labels, 4)}---\n");
        }

        foreach (var pod in cluster.Pods)
        {
            text.Append(CultureInfo.InvariantCulture, $"apiVersion: v1\nkind: Pod\nmetadata:\n  name: {pod.Name}\n  namespace: {pod.Namespace}\n  labels:\n{Labels(pod.Labels, 4)}")
                .Append(CultureInfo.InvariantCulture, $"spec:\n  nodeName: {pod.NodeName}\n  containers:\n  - name: main\n    image: registry.example/app:1\n    ports:\n    - containerPort: 80\n")
                .Append(CultureInfo.InvariantCulture, $"status:\n  phase: Running\n  podIPs:\n  - ip: {pod.IPs[0]}\n---\n");
        }

        foreach (var policy in cluster.NetworkPolicies) text.Append(PolicyText.Policy(policy)).Append("---\n");
        return text.ToString();
    }

    private static string Labels(LabelSet labels, int indent) =>
        string.Concat(labels.Select(label => $"{new string(' ', indent)}{PolicyText.Scalar(label.Key)}: {PolicyText.Scalar(label.Value)}\n"));

    private static string Space(int number) => $"ns{number.ToString(CultureInfo.InvariantCulture)}";

    private Pod Pod(int number)
    {
        var application = number / Namespaces / PodsAnApplication % Applications;
        var labels = LabelSet.Of(("app", $"a{application.ToString(CultureInfo.InvariantCulture)}"));
        return new Pod
        {
            Namespace = Space(number % Namespaces),
            Name = $"p{number.ToString(CultureInfo.InvariantCulture)}",
            NodeName = $"n{number % 100}",
            Phase = PodPhase.Running,
            Labels = PodsAnApplication == 1 ? labels.With("pod", $"p{number.ToString(CultureInfo.InvariantCulture)}") : labels,
            IPs = [new IP(0x0A00_0001u + (uint)number, IPFamily.IPv4)],
        };
    }

    private NetworkPolicy Policy(int number, Random random) => new()
    {
        Namespace = Space(number % Namespaces),
        Name = $"np{number.ToString(CultureInfo.InvariantCulture)}",
        PodSelector = Application(random),
        PolicyTypes = ["Ingress", "Egress"],
        Ingress = [Rule(random)],
        Egress = [Rule(random)],
    };

    private NetworkPolicyRule Rule(Random random) => new()
    {
        Peers = [Peer(random), Peer(random)],
        Ports = [new NetworkPolicyPort { Port = 80 + random.Next(20) }],
    };

    private NetworkPolicyPeer Peer(Random random) => random.Next(4) switch
    {
        0 => new() { PodSelector = Application(random) },
        1 => new() { NamespaceSelector = LabelSelector.Of(("team", $"t{random.Next(Teams)}")), PodSelector = Application(random) },
        2 => new() { NamespaceSelector = LabelSelector.Of((Namespace.NameLabel, Space(random.Next(Namespaces)))) },
        _ => new() { IPBlock = new IPBlock { Cidr = $"172.{16 + random.Next(16)}.{random.Next(256)}.0/24" } },
    };

    private static LabelSelector Application(Random random) => LabelSelector.Of(("app", $"a{random.Next(Applications).ToString(CultureInfo.InvariantCulture)}"));
}
