namespace Weir.Dataplane;

/// <summary>Where a driver works: the caller's own network namespace, or another one that a file stands for.</summary>
public sealed record NetworkNamespace
{
    /// <summary>The namespace of the process.</summary>
    public static readonly NetworkNamespace Own = new((string?)null);

    private NetworkNamespace(string? path) => Path = path;

    /// <summary>The file that stands for the namespace, or null for the process's own.</summary>
    public string? Path { get; }

    /// <summary>A namespace that <c>ip netns add</c> made.</summary>
    /// <exception cref="ArgumentException">The name is not a plain file name.</exception>
    public static NetworkNamespace Named(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name is "." or ".." || name.AsSpan().ContainsAny('/', '\0'))
        {
            throw new ArgumentException($"\"{name}\" is not the name of a network namespace.", nameof(name));
        }

        return new($"/run/netns/{name}");
    }

    /// <summary>A namespace by its file, such as <c>/proc/1/ns/net</c>.</summary>
    public static NetworkNamespace At(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new(path);
    }

    public override string ToString() => Path ?? "own";
}
