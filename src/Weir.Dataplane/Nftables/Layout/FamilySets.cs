using Weir.Policy.Addresses;
using Weir.Policy.Model;

namespace Weir.Dataplane.Nftables.Layout;

/// <summary>The sets and maps that judge one direction in one address family, and the chain that asks them.</summary>
internal sealed class FamilySets
{
    public FamilySets(Table table, Direction direction, IPFamily family)
    {
        Direction = direction;
        Family = family;

        var address = family == IPFamily.IPv4 ? DataType.IPv4Address : DataType.IPv6Address;
        var prefix = direction == Direction.Ingress ? "in" : "eg";
        var suffix = family == IPFamily.IPv4 ? "4" : "6";

        Peers = new() { Table = table, Name = $"{prefix}_peers{suffix}", Key = [address], Value = DataType.ClassId };
        Cidrs = new() { Table = table, Name = $"{prefix}_cidrs{suffix}", Key = [address], Value = DataType.ClassId, IsInterval = true };
        Rows = new() { Table = table, Name = $"{prefix}_rows{suffix}", Key = [DataType.ClassId, address], Value = DataType.ClassId };
        Isolated = new() { Table = table, Name = $"{prefix}_isolated{suffix}", Key = [address] };
        Chain = new(table, direction == Direction.Ingress ? $"ingress{suffix}" : $"egress{suffix}");
    }

    public Direction Direction { get; }

    public IPFamily Family { get; }

    /// <summary>Peer address → class.</summary>
    public Set Peers { get; }

    /// <summary>Address range → class, asked when the address itself is not known.</summary>
    public Set Cidrs { get; }

    /// <summary>(Peer class . local pod) → port table.</summary>
    public Set Rows { get; }

    /// <summary>Local pods that are judged in this direction.</summary>
    public Set Isolated { get; }

    public Chain Chain { get; }

    public IEnumerable<Set> All => [Peers, Cidrs, Rows, Isolated];
}
