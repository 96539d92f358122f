namespace Weir.Manifests;

/// <summary>The ids of all diagnostics that reading manifests can give.</summary>
public static class DiagnosticIds
{
    /// <summary>A path that does not exist or cannot be read.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>A file without any object.</summary>
    public const string Empty = "empty";

    /// <summary>Not text: bytes that no manifest holds.</summary>
    public const string NotText = "not-text";

    /// <summary>Not YAML, not JSON, or not convertible from one to the other.</summary>
    public const string Syntax = "syntax";

    /// <summary>One of <see cref="ManifestLimits"/> was reached.</summary>
    public const string Limit = "limit";

    /// <summary>A document that is no Kubernetes object.</summary>
    public const string NotAnObject = "not-an-object";

    /// <summary>A known kind in a version that servers no longer have.</summary>
    public const string UnknownVersion = "unknown-version";

    /// <summary>The API server would answer 400: a JSON type that does not fit the field.</summary>
    public const string WrongType = "wrong-type";

    /// <summary>The API server would answer 422.</summary>
    public const string Invalid = "invalid";

    /// <summary>A key that the API does not know (AT13).</summary>
    public const string UnknownField = "unknown-field";

    /// <summary>A key that occurs twice in one mapping (AT12).</summary>
    public const string DuplicateKey = "duplicate-key";

    /// <summary>One object given twice.</summary>
    public const string DuplicateObject = "duplicate-object";

    /// <summary>A CIDR that the API server accepts with a warning (rule book A.5).</summary>
    public const string CidrForm = "cidr-form";
}
