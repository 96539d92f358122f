using Weir.Policy.Addresses;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Ports;

namespace Weir.Testing;

/// <summary>
/// The world of the verdicts by hand (rule book F.1): namespaces x, y, z with pods a, b, c on nodes n1, n2, n3, a host-network pod
/// and a finished one.
/// </summary>
public static class GoldenWorld
{
    private static readonly string[] Spaces = ["x", "y", "z"];
    private static readonly string[] Names = ["a", "b", "c"];

    public static ClusterSnapshot Snapshot { get; } = new()
    {
        Namespaces = [.. Spaces.Select(name => new Namespace(name, LabelSet.Of(("ns", name))))],
        Nodes = [.. Enumerable.Range(1, 3).Select(Node)],
        Pods =
        [
            .. from space in Enumerable.Range(1, 3) from number in Enumerable.Range(1, 3) select Pod(space, number),
            new()
            {
                Namespace = "x", Name = "hn", HostNetwork = true, NodeName = "n2", Phase = PodPhase.Running, IPs = [IP.Parse("192.168.0.2")],
            },
            new() { Namespace = "x", Name = "job", NodeName = "n1", Phase = PodPhase.Succeeded, IPs = [IP.Parse("10.0.9.9")] },
        ],
    };

    public static ClusterSnapshot With(IEnumerable<NetworkPolicy> policies) => Snapshot with { NetworkPolicies = [.. policies] };

    /// <summary>The flow between two ends written as <c>x/a</c>, <c>n1</c> or an address. An address settles the family of a pod's.</summary>
    public static Flow Flow(PolicyEvaluator evaluator, string source, string destination, Protocol protocol, ushort port)
    {
        ArgumentNullException.ThrowIfNull(evaluator);
        var family = new[] { source, destination }.Any(end => end.Contains(':', StringComparison.Ordinal)) ? IPFamily.IPv6 : IPFamily.IPv4;
        return new Flow(End(evaluator, source, family), End(evaluator, destination, family), protocol, port);
    }

    private static Endpoint End(PolicyEvaluator evaluator, string text, IPFamily family)
    {
        if (IP.TryParse(text, out var address)) return evaluator.EndpointOf(address);
        if (evaluator.Cluster.FindNode(text) is { } node) return evaluator.EndpointOf(node.Addresses[0]);

        var pod = text.Split('/') is [var ns, var name] ? evaluator.Cluster.FindPod(ns, name) : null;
        if (pod is null) throw new ArgumentException($"Nobody is called {text}.", nameof(text));

        return evaluator.EndpointOf(pod, pod.IPs.First(ip => ip.Family == family));
    }

    private static Node Node(int number) => new()
    {
        Name = $"n{number}",
        Labels = LabelSet.Of(("kubernetes.io/os", "linux")),
        Addresses = [IP.Parse($"192.168.0.{number}")],
    };

    private static Pod Pod(int space, int number)
    {
        var (ns, name) = (Spaces[space - 1], Names[number - 1]);
        ContainerPort[] web = (ns, name) switch
        {
            ("y", "b") => [new("web", Protocol.Tcp, 8080)],
            ("y", "c") => [new("web", Protocol.Tcp, 9090)],
            _ => [],
        };
        return new Pod
        {
            Namespace = ns,
            Name = name,
            Labels = LabelSet.Of(("pod", name)),
            NodeName = $"n{number}",
            Phase = PodPhase.Running,
            IPs = [IP.Parse($"10.0.{space}.{number}"), IP.Parse($"fd00:{space}::{number}")],
            Ports =
            [
                .. from port in (ushort[])[80, 81]
                   from protocol in (Protocol[])[Protocol.Tcp, Protocol.Udp, Protocol.Sctp]
                   select new ContainerPort($"serve-{port}-{protocol.ToApi().ToLowerInvariant()}", protocol, port),
                .. web,
            ],
        };
    }
}
