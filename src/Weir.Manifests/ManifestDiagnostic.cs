using Weir.Policy.Model;

namespace Weir.Manifests;

/// <summary>One thing to say about the input: what, about which object and field, and where it is written.</summary>
public sealed record ManifestDiagnostic
{
    /// <summary>One of <see cref="DiagnosticIds"/>; stable between versions.</summary>
    public required string Id { get; init; }

    public required DiagnosticSeverity Severity { get; init; }

    /// <summary>In the API server's words where it has any: <c>Invalid value: "80": must contain at least one letter (a-z)</c>.</summary>
    public required string Message { get; init; }

    /// <summary>The object; null where none was recognised.</summary>
    public ObjectRef? About { get; init; }

    /// <summary>The field as the API server writes it: <c>spec.ingress[0].from[0].ipBlock.cidr</c>. Null: the object as a whole.</summary>
    public string? Field { get; init; }

    /// <summary>What would help, in our words: <c>did you mean "podSelector"?</c></summary>
    public string? Hint { get; init; }

    /// <summary>The field's value, or the nearest thing around it that was written.</summary>
    public Source Source { get; init; }

    public override string ToString()
    {
        var parts = new List<string>(5);
        if (Source.IsKnown) parts.Add(Source.ToString());
        parts.Add($"{Severity.ToString().ToLowerInvariant()} {Id}");
        if (About is { } about) parts.Add(about.ToString());
        if (Field is not null) parts.Add(Field);
        parts.Add(Hint is null ? Message : $"{Message} ({Hint})");
        return string.Join(": ", parts);
    }
}

/// <summary>The zero value is the gravest.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Something was refused: an object, a document or a file is missing from the snapshot.</summary>
    Error = 0,

    /// <summary>Accepted, but probably not as meant.</summary>
    Warning,

    Info,
}

/// <summary>An object of the input. The namespace is empty for cluster-scoped kinds, the name where there is none.</summary>
public readonly record struct ObjectRef(string Kind, string Namespace, string Name)
{
    public override string ToString() => Namespace.Length == 0 ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}
