using System.Collections.Immutable;
using System.Globalization;
using Weir.Policy.Addresses;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Ports;

namespace Weir.Testing;

/// <summary>
/// Small random clusters whose labels, ports and addresses collide often, so that rules meet. The same seed gives the same cluster.
/// </summary>
public sealed class RandomCluster(int seed, RandomClusterOptions? options = null)
{
    private static readonly string[] SpaceNames = ["x", "y", "z", "w"];
    private static readonly string[] Keys = ["app", "tier", "env"];
    private static readonly string[] Values = ["a", "b", "c", ""];
    private static readonly string[] PortNames = ["web", "dns", "metrics"];
    private static readonly string[] NodeNames = ["n1", "n2"];
    private static readonly ushort[] PortNumbers = [80, 81, 82, 443, 8080];
    private static readonly string[] Protocols = ["TCP", "UDP", "SCTP"];

    private readonly Random random = new(seed);
    private readonly RandomClusterOptions options = options ?? new();

    public ClusterSnapshot Snapshot() => new()
    {
        Namespaces = [.. SpaceNames.Take(random.Next(1, SpaceNames.Length)).Select(name => new Namespace(name, Labels()))],
        Nodes = [.. NodeNames.Select((name, i) => new Node { Name = name, Addresses = [NodeAddress(i, IPFamily.IPv4), NodeAddress(i, IPFamily.IPv6)] })],
        Pods = [.. Enumerable.Range(0, random.Next(2, options.MaxPods + 1)).Select(Pod)],
        NetworkPolicies = [.. Enumerable.Range(0, random.Next(0, options.MaxPolicies + 1)).Select(Policy)],
    };

    /// <summary>A pod whose name and addresses follow from its number, unless <see cref="RandomClusterOptions.Untidy"/> reuses addresses.</summary>
    public Pod Pod(int number)
    {
        var addressNumber = options.Untidy && Chance(8) ? random.Next(options.MaxPods) : number;
        return new Pod
        {
            Namespace = Pick(SpaceNames),
            Name = $"p{number.ToString(CultureInfo.InvariantCulture)}",
            Labels = Labels(),
            NodeName = Pick(NodeNames),
            Phase = options.Untidy ? Pick([PodPhase.Running, PodPhase.Running, PodPhase.Running, PodPhase.Pending, PodPhase.Succeeded]) : PodPhase.Running,
            HostNetwork = options.Untidy && Chance(12),
            CreatedAt = random.Next(3),
            IPs = options.Untidy && Chance(10) ? [] : [PodAddress(addressNumber, IPFamily.IPv4), PodAddress(addressNumber, IPFamily.IPv6)],
            Ports = Some(0, 3, () => new ContainerPort(Pick(PortNames), Pick([Protocol.Tcp, Protocol.Udp, Protocol.Sctp]), Pick(PortNumbers))),
        };
    }

    public NetworkPolicy Policy(int number)
    {
        var types = Pick<EquatableArray<string>>([["Ingress"], ["Egress"], ["Ingress", "Egress"]]);
        return new NetworkPolicy
        {
            Namespace = Pick(SpaceNames),
            Name = $"policy{number.ToString(CultureInfo.InvariantCulture)}",
            PodSelector = Chance(3) ? LabelSelector.Everything : Selector(),
            PolicyTypes = types,
            Ingress = Some(0, 3, Rule),
            Egress = Some(0, 3, Rule),
        };
    }

    public NetworkPolicyRule Rule() => new()
    {
        Peers = Chance(5) ? [] : Some(1, 3, Peer),
        Ports = Chance(3) ? [] : Some(1, 3, Port),
    };

    public LabelSet Labels() => LabelSet.From(Keys.Where(_ => Chance(2)).Select(key => KeyValuePair.Create(key, Pick(Values))));

    public Namespace Namespace() => new(Pick(SpaceNames), Labels());

    /// <summary>Any end: a pod, a node, or an outside address near the blocks that policies name.</summary>
    public Endpoint Endpoint(PolicyEvaluator evaluator, IPFamily family)
    {
        ArgumentNullException.ThrowIfNull(evaluator);
        return evaluator.EndpointOf(Address(family));
    }

    public IP Address(IPFamily family) => random.Next(6) switch
    {
        0 => NodeAddress(random.Next(NodeNames.Length), family),
        1 => Outside(family),
        _ => PodAddress(random.Next(options.MaxPods), family),
    };

    public (Protocol Protocol, ushort Port) Traffic() =>
        Chance(8) ? (Protocol.Icmp, (ushort)0) : (Pick([Protocol.Tcp, Protocol.Tcp, Protocol.Udp, Protocol.Sctp]), Pick(PortNumbers));

    public T Pick<T>(IReadOnlyList<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items[random.Next(items.Count)];
    }

    /// <summary>True once in so many times.</summary>
    public bool Chance(int oneIn) => random.Next(oneIn) == 0;

    public int Next(int count) => random.Next(count);

    public static IP PodAddress(int number, IPFamily family) =>
        family == IPFamily.IPv4 ? IP.Parse($"10.0.{number % 4}.{10 + number}") : IP.Parse($"fd00:0:0:{number % 4:x}::{10 + number:x}");

    public static IP NodeAddress(int number, IPFamily family) =>
        family == IPFamily.IPv4 ? IP.Parse($"192.168.0.{1 + number}") : IP.Parse($"fd01::{1 + number:x}");

    private IP Outside(IPFamily family) =>
        family == IPFamily.IPv4 ? IP.Parse($"203.0.113.{random.Next(16)}") : IP.Parse($"2001:db8::{random.Next(16):x}");

    private NetworkPolicyPeer Peer() => random.Next(4) switch
    {
        0 => new() { PodSelector = Selector() },
        1 => new() { NamespaceSelector = Selector() },
        2 => new() { PodSelector = Selector(), NamespaceSelector = Selector() },
        _ => new() { IPBlock = Block() },
    };

    private NetworkPolicyPort Port()
    {
        var protocol = Pick(Protocols);
        return random.Next(5) switch
        {
            0 => new() { Protocol = protocol },
            1 => new() { Protocol = protocol, Port = Pick(PortNames) },
            2 => new() { Protocol = protocol, Port = 80, EndPort = Pick<int>([80, 81, 82, 443, 65535]) },
            _ => new() { Protocol = protocol, Port = (int)Pick(PortNumbers) },
        };
    }

    private IPBlock Block()
    {
        var family = Chance(2) ? IPFamily.IPv4 : IPFamily.IPv6;
        var cidr = new Cidr(Address(family), family == IPFamily.IPv4 ? Pick([0, 8, 16, 24, 28, 30, 32]) : Pick([0, 16, 48, 64, 112, 124, 128]));
        var longer = Enumerable.Range(cidr.PrefixLength + 1, family.Width() - cidr.PrefixLength).ToArray();
        return new IPBlock
        {
            Cidr = cidr.ToString(),
            Except = longer.Length == 0 ? [] : Some(0, 3, () =>
            {
                var offset = cidr.Network.Bits | (Address(family).Bits & ~cidr.Network.Bits & Host(cidr));
                return new Cidr(new IP(offset, family), Pick(longer)).ToString();
            }),
        };
    }

    private static UInt128 Host(Cidr cidr) => cidr.Last.Bits ^ cidr.First.Bits;

    private LabelSelector Selector() => new()
    {
        MatchLabels = Chance(2) ? LabelSet.Of((Pick(Keys), Pick(Values))) : LabelSet.Empty,
        MatchExpressions = Some(0, 2, Requirement),
    };

    private LabelSelectorRequirement Requirement()
    {
        var operation = Pick(["In", "NotIn", "Exists", "DoesNotExist"]);
        return new(Pick(Keys), operation, operation is "In" or "NotIn" ? Some(1, 3, () => Pick(Values)) : []);
    }

    private EquatableArray<T> Some<T>(int least, int most, Func<T> make) =>
        Enumerable.Range(0, random.Next(least, most + 1)).Select(_ => make()).ToImmutableArray();
}

/// <param name="Untidy">Also finished, pending and host-network pods, shared addresses and pods without any.</param>
public sealed record RandomClusterOptions(int MaxPods = 12, int MaxPolicies = 8, bool Untidy = true);
