namespace Weir.Manifests.Trees;

/// <summary>A document cannot become a tree. Never leaves the reader that catches it and makes it a diagnostic.</summary>
internal sealed class ReadException(string id, string message, int line, int column) : Exception(message)
{
    public string Id { get; } = id;

    public int Line { get; } = line;

    public int Column { get; } = column;

    /// <summary>No use in reading the next document: the whole file is over its limit.</summary>
    public bool EndsFile { get; init; }
}
