namespace Weir.Dataplane.Nftables;

/// <summary>What can be chosen about the driver.</summary>
public sealed record NftablesOptions
{
    public static readonly NftablesOptions Default = new();

    /// <summary>The NFLOG group that gets a copy of every packet before it is dropped, 0 to 65535; null: none does.</summary>
    public ushort? LogGroup { get; init; }
}
