using Weir.Policy.Model;

namespace Weir.Policy.Resolution;

/// <summary>One policy object, lowered.</summary>
public sealed record TierPolicy
{
    public required PolicyRef Ref { get; init; }

    public required PodMatcher Subject { get; init; }

    /// <summary>Null: the policy does not cover this direction. Empty: it covers it and allows nothing.</summary>
    public EquatableArray<Rule>? Ingress { get; init; }

    /// <inheritdoc cref="Ingress"/>
    public EquatableArray<Rule>? Egress { get; init; }

    /// <summary>Audit only: evaluated beside the others, never enforced.</summary>
    public bool Staged { get; init; }

    public Source Source { get; init; }

    public EquatableArray<Rule>? Rules(Direction direction) => direction == Direction.Ingress ? Ingress : Egress;
}

/// <summary>Names a policy object. <paramref name="Namespace"/> is null for a cluster-wide kind.</summary>
public sealed record PolicyRef(string Kind, string? Namespace, string Name)
{
    public override string ToString() => Namespace is null ? Name : $"{Namespace}/{Name}";
}

/// <summary>
/// Names a rule by the place in its object: <c>ingress[2]</c>. <paramref name="Source"/> is where the rule was written, if known.
/// </summary>
public sealed record RuleRef(PolicyRef Policy, Direction Direction, int Index, Source Source)
{
    /// <summary>The API field path below <c>spec</c>.</summary>
    public string Path => $"{(Direction == Direction.Ingress ? "ingress" : "egress")}[{Index}]";

    public override string ToString() => $"{Policy} {Path}";
}
