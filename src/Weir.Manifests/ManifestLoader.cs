using Weir.Manifests.Loading;

namespace Weir.Manifests;

/// <summary>
/// Reads Kubernetes manifests, YAML or JSON, into a snapshot. Nothing in the input throws: what is wrong with it becomes diagnostics,
/// and the rest still loads.
/// </summary>
public static class ManifestLoader
{
    /// <param name="paths">
    /// Files, folders (read recursively: *.yaml, *.yml and *.json, in ordinal order of their paths) and <c>-</c> for standard input.
    /// </param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static ManifestLoadResult Load(
        IEnumerable<string> paths, ManifestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var reader = new ManifestReader(options ?? ManifestOptions.Default, cancellationToken);
        foreach (var path in paths) reader.ReadPath(path);
        return reader.ToResult();
    }

    /// <summary>The same for paths and for contents that are not on disk.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static ManifestLoadResult Load(
        IEnumerable<ManifestInput> inputs, ManifestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var reader = new ManifestReader(options ?? ManifestOptions.Default, cancellationToken);
        foreach (var input in inputs)
        {
            if (input.Content is { } content) reader.ReadContent(input.Name, content);
            else reader.ReadPath(input.Name);
        }

        return reader.ToResult();
    }

    /// <summary>Reads one text as if it were a file.</summary>
    /// <param name="name">What diagnostics call it.</param>
    public static ManifestLoadResult LoadText(
        string name, string content, ManifestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(content);
        var reader = new ManifestReader(options ?? ManifestOptions.Default, cancellationToken);
        reader.ReadText(name, content);
        return reader.ToResult();
    }
}
