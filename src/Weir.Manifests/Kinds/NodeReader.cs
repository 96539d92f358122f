using System.Collections.Immutable;
using Weir.Manifests.Decoding;
using Weir.Policy.Addresses;
using Weir.Policy.Model;

namespace Weir.Manifests.Kinds;

internal static class NodeReader
{
    private static readonly StructType Status = new("NodeStatus");
    private static readonly StructType Address = new("NodeAddress");

    public static Node Read(StructReader node, string defaultNamespace)
    {
        var metadata = ObjectMetaReader.ReadNamed(node);
        return new Node
        {
            Name = metadata.Name,
            Labels = metadata.Labels,
            Addresses = node.Struct("status", Status, ReadAddresses),
            Source = node.Source,
        };
    }

    private static EquatableArray<IP> ReadAddresses(StructReader status) =>
        status.List("addresses", Address, ReadAddress).Items.Where(ip => ip.Family != IPFamily.None).ToImmutableArray();

    /// <summary>The default for a type that is no address: Hostname, InternalDNS, ExternalDNS.</summary>
    private static IP ReadAddress(StructReader address) =>
        address.String("type", "v1.NodeAddressType") is "InternalIP" or "ExternalIP" ? address.IP("address") : default;
}
