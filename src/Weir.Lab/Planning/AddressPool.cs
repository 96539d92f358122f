using Weir.Policy.Addresses;

namespace Weir.Lab.Planning;

/// <summary>Gives out networks and addresses that nobody in the lab has. Deterministic: the same input gets the same addresses.</summary>
internal sealed class AddressPool
{
    // The ranges that kubeadm and kind are known for, so that people recognise what they see.
    private static readonly Cidr PodsIPv4 = Cidr.Parse("10.244.0.0/16");
    private static readonly Cidr PodsIPv6 = Cidr.Parse("fd00:10:244::/48");
    private static readonly Cidr UnderlayIPv4 = Cidr.Parse("172.18.0.0/16");
    private static readonly Cidr UnderlayIPv6 = Cidr.Parse("fd00:172:18::/64");

    private readonly HashSet<IP> taken = [];
    private readonly HashSet<Cidr> networks = [];

    /// <summary>False when somebody has the address.</summary>
    public bool Take(IP ip) => taken.Add(ip);

    public void Take(Cidr network) => networks.Add(network);

    /// <summary>A /24 or /64 for one node's pods, which holds none of the addresses taken so far.</summary>
    public Cidr NextPodNetwork(IPFamily family)
    {
        var (range, length) = family == IPFamily.IPv4 ? (PodsIPv4, 24) : (PodsIPv6, 64);
        var step = UInt128.One << (family.Width() - length);
        for (var bits = range.First.Bits; bits <= range.Last.Bits; bits += step)
        {
            var network = new Cidr(new IP(bits, family), length);
            if (!networks.Contains(network) && !taken.Any(network.Contains))
            {
                networks.Add(network);
                return network;
            }
        }

        throw new LabException(LabError.InvalidInput, $"The pod range {range} has no network left for another node.");
    }

    public IP NextNodeAddress(IPFamily family) => Next(family == IPFamily.IPv4 ? UnderlayIPv4 : UnderlayIPv6);

    /// <summary>The lowest free address of the network, neither its first nor its last.</summary>
    public IP Next(Cidr network)
    {
        for (var bits = network.First.Bits + 1; bits < network.Last.Bits; bits++)
        {
            var ip = new IP(bits, network.Family);
            if (taken.Add(ip)) return ip;
        }

        throw new LabException(LabError.InvalidInput, $"The network {network} has no address left: spread the pods over more nodes.");
    }
}
