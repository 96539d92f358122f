namespace Weir.Manifests;

/// <summary>Something to read.</summary>
/// <param name="Name">A path as <see cref="ManifestLoader"/> takes it; with content, what diagnostics call it.</param>
/// <param name="Content">What a file holds that is not on disk; null: read the path.</param>
public readonly record struct ManifestInput(string Name, byte[]? Content = null);
