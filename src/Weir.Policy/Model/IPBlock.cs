namespace Weir.Policy.Model;

/// <summary>A block of addresses as written, minus the holes of <c>except</c>, which belong to this block only (R31, R32).</summary>
public sealed record IPBlock
{
    public string Cidr { get; init; } = "";

    public EquatableArray<string> Except { get; init; }
}
