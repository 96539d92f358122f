namespace Weir.Policy.Model;

/// <summary>
/// networking.k8s.io/v1 NetworkPolicy in its stored form: defaults applied (AD1, AD2), lists never null, because missing, null and
/// empty lists mean the same (R13). Texts that may be invalid stay texts; resolution parses them and reports.
/// </summary>
public sealed record NetworkPolicy
{
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    public LabelSet Annotations { get; init; } = LabelSet.Empty;

    /// <summary>The subjects: pods of the policy's own namespace (R2).</summary>
    public LabelSelector PodSelector { get; init; } = LabelSelector.Everything;

    /// <summary>The directions that the policy isolates: "Ingress", "Egress" (R3).</summary>
    public EquatableArray<string> PolicyTypes { get; init; }

    public EquatableArray<NetworkPolicyRule> Ingress { get; init; }

    public EquatableArray<NetworkPolicyRule> Egress { get; init; }

    public Source Source { get; init; }

    public override string ToString() => $"{Namespace}/{Name}";
}

/// <summary>One item of <c>ingress</c> or <c>egress</c>. Empty lists: any port, any peer (rule book B.2).</summary>
public sealed record NetworkPolicyRule
{
    public EquatableArray<NetworkPolicyPort> Ports { get; init; }

    /// <summary><c>from</c> of an ingress rule, <c>to</c> of an egress rule.</summary>
    public EquatableArray<NetworkPolicyPeer> Peers { get; init; }

    public Source Source { get; init; }
}

/// <summary><c>protocol</c> is defaulted to TCP when absent (AD1). Absent <c>port</c>: every port of the protocol (R39).</summary>
public sealed record NetworkPolicyPort
{
    public string Protocol { get; init; } = "TCP";

    public IntOrString? Port { get; init; }

    public int? EndPort { get; init; }
}

/// <summary>Absent selectors are null: that criterion is unused. A present empty selector matches everything of its kind.</summary>
public sealed record NetworkPolicyPeer
{
    public LabelSelector? PodSelector { get; init; }

    public LabelSelector? NamespaceSelector { get; init; }

    public IPBlock? IPBlock { get; init; }
}
