using Weir.Manifests.Decoding;
using Weir.Policy.Model;

namespace Weir.Manifests.Kinds;

/// <summary>networking.k8s.io/v1 NetworkPolicy: decoding and defaults (AD1, AD2). Validation comes after.</summary>
internal static class NetworkPolicyReader
{
    public static readonly StructType Type = new("NetworkPolicy", "apiVersion", "kind", "metadata", "spec");

    private static readonly StructType Spec = new("NetworkPolicySpec", "egress", "ingress", "podSelector", "policyTypes");
    private static readonly StructType IngressRule = new("NetworkPolicyIngressRule", "from", "ports");
    private static readonly StructType EgressRule = new("NetworkPolicyEgressRule", "ports", "to");
    private static readonly StructType Port = new("NetworkPolicyPort", "endPort", "port", "protocol");
    private static readonly StructType Peer = new("NetworkPolicyPeer", "ipBlock", "namespaceSelector", "podSelector");
    private static readonly StructType Block = new("IPBlock", "cidr", "except");

    /// <param name="defaultNamespace">Empty: the policy must name its namespace itself.</param>
    public static NetworkPolicyManifest Read(StructReader policy, string defaultNamespace)
    {
        var metadata = policy.Struct("metadata", ObjectMetaReader.Type, ObjectMetaReader.Read);
        metadata = metadata with { Namespace = metadata.NamespaceOr(defaultNamespace) };
        var spec = policy.Struct("spec", Spec, ReadSpec);
        return new NetworkPolicyManifest(metadata, spec with
        {
            Namespace = metadata.Namespace,
            Name = metadata.Name,
            Annotations = metadata.Annotations,
            Source = policy.Source,
        });
    }

    private static NetworkPolicy ReadSpec(StructReader spec)
    {
        var egress = spec.List("egress", EgressRule, ReadEgressRule);
        var ingress = spec.List("ingress", IngressRule, ReadIngressRule);
        return new NetworkPolicy
        {
            Namespace = "",
            Name = "",
            Egress = egress,
            Ingress = ingress,
            PodSelector = spec.Struct("podSelector", LabelSelectorReader.Type, LabelSelectorReader.Read),
            PolicyTypes = spec.Strings("policyTypes", "v1.PolicyType") is { IsEmpty: false } written ? written : DefaultTypes(egress),
        };
    }

    /// <summary>AD2: Ingress is always implied, Egress only by egress rules.</summary>
    private static EquatableArray<string> DefaultTypes(EquatableArray<NetworkPolicyRule> egress) =>
        egress.IsEmpty ? ["Ingress"] : ["Ingress", "Egress"];

    private static NetworkPolicyRule ReadIngressRule(StructReader rule) => new()
    {
        Peers = rule.List("from", Peer, ReadPeer),
        Ports = rule.List("ports", Port, ReadPort),
        Source = rule.Source,
    };

    private static NetworkPolicyRule ReadEgressRule(StructReader rule) => new()
    {
        Ports = rule.List("ports", Port, ReadPort),
        Peers = rule.List("to", Peer, ReadPeer),
        Source = rule.Source,
    };

    private static NetworkPolicyPort ReadPort(StructReader port) => new()
    {
        EndPort = port.Int32("endPort"),
        Port = port.IntOrString("port"),
        Protocol = port.OptionalString("protocol", "v1.Protocol") ?? "TCP", // AD1: absent, not empty
    };

    private static NetworkPolicyPeer ReadPeer(StructReader peer) => new()
    {
        IPBlock = peer.Optional("ipBlock", Block, ReadBlock),
        NamespaceSelector = peer.Optional("namespaceSelector", LabelSelectorReader.Type, LabelSelectorReader.Read),
        PodSelector = peer.Optional("podSelector", LabelSelectorReader.Type, LabelSelectorReader.Read),
    };

    private static IPBlock ReadBlock(StructReader block) => new()
    {
        Cidr = block.String("cidr"),
        Except = block.Strings("except"),
    };
}
