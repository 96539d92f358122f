namespace Weir.Manifests;

/// <summary>How manifests are read. The defaults are those of kubectl against an API server older than 1.36.</summary>
public sealed record ManifestOptions
{
    public static readonly ManifestOptions Default = new();

    /// <summary>Where an object without <c>metadata.namespace</c> belongs.</summary>
    public string DefaultNamespace { get; init; } = "default";

    /// <summary>The feature gate StrictIPCIDRValidation, on by default from Kubernetes 1.36 (rule book A.5).</summary>
    public bool StrictCidrs { get; init; }

    /// <summary>What happens to unknown and duplicate keys.</summary>
    public FieldValidation FieldValidation { get; init; } = FieldValidation.Warn;

    /// <summary>
    /// Also report what is legal and stored without a trace but may not be as meant, under the ids of
    /// <see cref="Policy.Analysis.Lints.Texts.TextLints"/>.
    /// </summary>
    public bool ReportWrittenForm { get; init; }

    public ManifestLimits Limits { get; init; } = ManifestLimits.Default;

    /// <summary>What the path <c>-</c> reads; null: the process's standard input.</summary>
    public Stream? StandardInput { get; init; }
}

/// <summary>The API's <c>fieldValidation</c> parameter (rule book A.3).</summary>
public enum FieldValidation
{
    /// <summary>The object is refused.</summary>
    Strict = 0,

    /// <summary>The key is dropped and reported.</summary>
    Warn,

    /// <summary>The key is dropped.</summary>
    Ignore,
}
