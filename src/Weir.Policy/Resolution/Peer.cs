using Weir.Policy.Addresses;
using Weir.Policy.Model;

namespace Weir.Policy.Resolution;

/// <summary>The other end, as a rule names it. Equal peers of different rules are one predicate to the compiler.</summary>
public abstract record Peer
{
    private protected Peer()
    {
    }

    /// <summary>Matches what the peer as written does not.</summary>
    public bool Negated { get; init; }
}

/// <summary>Pods by selector, by all their addresses (R30), and nothing but pods (R29).</summary>
public sealed record PodPeer(PodMatcher Pods) : Peer
{
    public override string ToString() => Pods.ToString();
}

/// <summary>Addresses in <paramref name="Block"/> and in none of <paramref name="Except"/> (R31), pods' addresses included (R35).</summary>
public sealed record AddressPeer(Cidr Block, EquatableArray<Cidr> Except) : Peer
{
    public bool Contains(IP ip)
    {
        if (!Block.Contains(ip)) return false;

        foreach (var hole in Except)
        {
            if (hole.Contains(ip)) return false;
        }

        return true;
    }

    public override string ToString() => Except.IsEmpty ? $"ipBlock {Block}" : $"ipBlock {Block} except {string.Join(", ", Except)}";
}

/// <summary>Addresses of nodes by their labels (RC15).</summary>
public sealed record NodePeer(LabelSelector Nodes) : Peer
{
    public override string ToString() => $"nodes {Nodes}";
}

/// <summary>A peer that could not be understood. It matches nothing (R22).</summary>
public sealed record UnknownPeer : Peer
{
    public override string ToString() => "a peer that is not understood";
}
