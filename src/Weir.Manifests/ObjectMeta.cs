using Weir.Policy.Model;

namespace Weir.Manifests;

/// <summary>The part of <c>metadata</c> (meta/v1 ObjectMeta) that is read. Absent texts are empty, as in the API.</summary>
public sealed record ObjectMeta
{
    public string Name { get; init; } = "";

    /// <summary>The server appends five random characters to make the name.</summary>
    public string GenerateName { get; init; } = "";

    public string Namespace { get; init; } = "";

    public LabelSet Labels { get; init; } = LabelSet.Empty;

    public LabelSet Annotations { get; init; } = LabelSet.Empty;

    /// <summary>Seconds since the Unix epoch; 0 when not given.</summary>
    public long CreatedAt { get; init; }

    /// <summary>The owner reference with <c>controller: true</c>.</summary>
    public WorkloadRef? Controller { get; init; }

    /// <summary>An object that names no namespace is created in the default one.</summary>
    internal string NamespaceOr(string defaultNamespace) => Namespace.Length == 0 ? defaultNamespace : Namespace;
}
