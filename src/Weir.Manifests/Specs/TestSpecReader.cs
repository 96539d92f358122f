using System.Collections.Immutable;
using System.Text;
using Weir.Manifests.Trees;

namespace Weir.Manifests.Specs;

/// <summary>
/// Reads the files of <c>weir test</c>: Weir's own, which <c>docs/test-spec.md</c> describes, and those of netassert (version 2). Strict:
/// a key that nobody knows, a value of a wrong type and a file without any test are errors, for a test that is not run passes silently.
/// </summary>
public static class TestSpecReader
{
    /// <summary>What the loader of manifests calls a spec that lies among them, in <see cref="ManifestLoadResult.PassedOver"/>.</summary>
    public const string ApiVersion = "weir.dev/test/v1";

    /// <inheritdoc cref="ApiVersion"/>
    public const string Kind = "Tests";

    /// <param name="path">A file, or <c>-</c> for standard input.</param>
    /// <param name="options">Of these the limits and the standard input count.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static TestSpecResult Load(string path, ManifestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        options ??= ManifestOptions.Default;
        var reader = new SpecFileReader(path, options.Limits);
        reader.Read(() => Open(path, options), cancellationToken);
        return reader.ToResult();
    }

    /// <summary>Reads one text as if it were a file.</summary>
    /// <param name="name">What diagnostics call it.</param>
    public static TestSpecResult LoadText(string name, string content, ManifestOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(content);
        var reader = new SpecFileReader(name, (options ?? ManifestOptions.Default).Limits);
        reader.Read(() => new MemoryStream(Encoding.UTF8.GetBytes(content)), CancellationToken.None);
        return reader.ToResult();
    }

    private static Stream Open(string path, ManifestOptions options)
    {
        if (path == "-") return options.StandardInput ?? Console.OpenStandardInput();

        return Directory.Exists(path) ? throw new IOException("a folder; name the files in it") : File.OpenRead(path);
    }

    /// <summary>Whether a document that is no Kubernetes object is one of these specs.</summary>
    internal static bool IsSpec(TreeNode document) => document switch
    {
        MappingNode mapping => WeirSpecReader.IsSpec(mapping),
        SequenceNode list => NetassertReader.IsSpec(list),
        _ => false,
    };
}

/// <param name="Spec">What could be read. To be used only if nothing in <paramref name="Diagnostics"/> is an error.</param>
/// <param name="Diagnostics">In the order of the file.</param>
public sealed record TestSpecResult(TestSpec Spec, ImmutableArray<ManifestDiagnostic> Diagnostics);
