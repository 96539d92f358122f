using System.Globalization;
using System.Text;
using Weir.Manifests.Trees;
using Weir.Policy.Model;

namespace Weir.Manifests.Loading;

/// <summary>One run over some inputs: paths to files, files to documents, documents to objects.</summary>
internal sealed class ManifestReader
{
    private readonly ManifestOptions options;
    private readonly CancellationToken cancellationToken;
    private readonly DiagnosticList diagnostics = new();
    private readonly SnapshotBuilder snapshot;
    private readonly ObjectReader objects;

    public ManifestReader(ManifestOptions options, CancellationToken cancellationToken)
    {
        this.options = options;
        this.cancellationToken = cancellationToken;
        snapshot = new SnapshotBuilder(diagnostics);
        objects = new ObjectReader(options, snapshot, diagnostics);
    }

    public ManifestLoadResult ToResult() => new()
    {
        Snapshot = snapshot.Build(),
        Diagnostics = diagnostics.ToImmutable(),
        Loaded = objects.Loaded.ToImmutable(),
        PassedOver = objects.PassedOver.ToImmutable(),
    };

    public void ReadPath(string path)
    {
        if (path == "-")
        {
            ReadStream(path, () => options.StandardInput ?? Console.OpenStandardInput());
            return;
        }

        if (!Directory.Exists(path))
        {
            ReadStream(path, () => File.OpenRead(path));
            return;
        }

        var files = ManifestFolder.Files(path, (folder, message) => diagnostics.Error(DiagnosticIds.Unreadable, message, Whole(folder)));
        if (files.Count == 0) diagnostics.Warning(DiagnosticIds.Empty, "no *.yaml, *.yml or *.json file", Whole(path));
        foreach (var file in files) ReadStream(file, () => File.OpenRead(file));
    }

    public void ReadText(string name, string content)
    {
        if (Encoding.UTF8.GetByteCount(content) > options.Limits.FileBytes) ReportTooLarge(name);
        else Read(name, Encoding.UTF8.GetBytes(content));
    }

    public void ReadContent(string name, byte[] content)
    {
        if (content.Length > options.Limits.FileBytes) ReportTooLarge(name);
        else Read(name, content);
    }

    private void ReadStream(string name, Func<Stream> open)
    {
        byte[]? bytes;
        try
        {
            using var stream = open();
            bytes = ManifestText.ReadAll(stream, options.Limits.FileBytes, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            var isMissing = e is FileNotFoundException or DirectoryNotFoundException;
            diagnostics.Error(DiagnosticIds.Unreadable, isMissing ? "no such file or folder" : e.Message, Whole(name));
            return;
        }

        if (bytes is null) ReportTooLarge(name);
        else Read(name, bytes);
    }

    private void Read(string name, byte[] bytes)
    {
        try
        {
            var text = ManifestText.Decode(bytes);
            if (!ReadDocuments(name, text)) diagnostics.Warning(DiagnosticIds.Empty, "no object", Whole(name));
        }
        catch (ReadException e)
        {
            Report(name, e);
        }
    }

    /// <summary>False when there was not even a broken document.</summary>
    private bool ReadDocuments(string name, ManifestText text)
    {
        List<TreeNode> json = [];
        if (JsonDocuments.TryRead(text.Bytes, options.Limits, json))
        {
            foreach (var document in json) ReadObject(name, document);
            return true;
        }

        var found = false;
        var documents = new YamlDocuments(text.Characters, new NodeBudget(options.Limits), error =>
        {
            found = true;
            Report(name, error);
        });
        while (documents.TryRead(out var document))
        {
            // A lone "---" makes an empty document: it is no object, and no error.
            if (document.IsNull) continue;

            found = true;
            ReadObject(name, document);
        }

        return found;
    }

    private void ReadObject(string name, TreeNode document)
    {
        cancellationToken.ThrowIfCancellationRequested();
        objects.Read(document, name);
    }

    private void ReportTooLarge(string name) => diagnostics.Error(
        DiagnosticIds.Limit,
        string.Create(CultureInfo.InvariantCulture, $"larger than {options.Limits.FileBytes} bytes"),
        Whole(name));

    private void Report(string name, ReadException e) => diagnostics.Error(e.Id, e.Message, new Source(name, e.Line, e.Column));

    private static Source Whole(string file) => new(file, 0, 0);
}
