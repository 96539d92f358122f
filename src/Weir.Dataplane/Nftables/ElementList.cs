using Weir.Dataplane.Nftables.Netlink;

namespace Weir.Dataplane.Nftables;

/// <summary>Elements of one set, encoded as they are added so that a million of them cost their bytes only.</summary>
internal sealed class ElementList(Set set)
{
    private readonly NetlinkWriter encoded = new(capacity: 64);

    public Set Set { get; } = set;

    public bool IsEmpty => encoded.Length == 0;

    public ReadOnlySpan<byte> Encoded => encoded.Written;

    public void Add(in Element element) => element.Write(encoded);
}
