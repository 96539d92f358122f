namespace Weir.Manifests;

/// <summary>What hostile input may cost. A breach is an error that names the file and the line; it never throws and never hangs.</summary>
public sealed record ManifestLimits
{
    public static readonly ManifestLimits Default = new();

    /// <summary>Bytes of one file or of standard input.</summary>
    public long FileBytes { get; init; } = 512L << 20;

    /// <summary>Objects in all files together, items of lists included.</summary>
    public int Objects { get; init; } = 2_000_000;

    /// <summary>
    /// Nesting of mappings and sequences, counted as the parser reports them: its cost grows with the square of the depth, so the
    /// count cannot wait for the end of the document. Kubernetes' own deepest schemas stay under 50.
    /// </summary>
    public int Depth { get; init; } = 100;

    /// <summary>Scalars, mappings and sequences of one file, each alias counted as all that it stands for.</summary>
    public long Nodes { get; init; } = 50_000_000;

    /// <summary>Aliases (<c>*name</c>) of one file.</summary>
    public int Aliases { get; init; } = 10_000;
}
