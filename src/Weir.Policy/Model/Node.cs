using Weir.Policy.Addresses;

namespace Weir.Policy.Model;

/// <summary>A node with its <c>status.addresses</c> of types InternalIP and ExternalIP.</summary>
public sealed record Node
{
    public required string Name { get; init; }

    public LabelSet Labels { get; init; } = LabelSet.Empty;

    public EquatableArray<IP> Addresses { get; init; }

    public Source Source { get; init; }
}
