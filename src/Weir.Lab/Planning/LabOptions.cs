using System.Collections.Immutable;
using Weir.Policy.Addresses;
using Weir.Policy.Model;

namespace Weir.Lab.Planning;

public sealed record LabOptions
{
    /// <summary>Part of every namespace's name: 1 to 32 lower-case letters and digits, no dash, so that no lab's names begin with another's.</summary>
    public string Name { get; init; } = "lab";

    /// <summary>At least so many nodes; more when the manifests name more. Null: those of the manifests, or two where they name none.</summary>
    public int? NodeCount { get; init; }

    /// <summary>Families in which missing addresses are allocated. Addresses that the manifests give are kept whatever their family.</summary>
    public ImmutableArray<IPFamily> Families { get; init; } = [IPFamily.IPv4];

    public ImmutableArray<ExternalHost> Externals { get; init; } = [];
}

/// <summary>A host outside the cluster, so that an <c>ipBlock</c> has somebody to match.</summary>
/// <param name="Name">Unique among the lab's external hosts.</param>
/// <param name="Addresses">At least one.</param>
public sealed record ExternalHost(string Name, EquatableArray<IP> Addresses);
