using System.Collections.Immutable;
using Weir.Cli.Asking;
using Weir.Manifests;
using Weir.Manifests.Specs;

namespace Weir.Cli.Verbs.Test;

/// <summary>The specs of one run, with all that is wrong about them. Nothing is run unless they are right.</summary>
/// <param name="Manifests">The paths that the specs name, as the process sees them.</param>
internal sealed record TestSpecs(ImmutableArray<TestSpec> Specs, ImmutableArray<string> Manifests, ImmutableArray<ManifestDiagnostic> Diagnostics)
{
    public static TestSpecs Load(IEnumerable<string> paths, Stream standardInput)
    {
        List<TestSpec> specs = [];
        List<string> manifests = [];
        List<ManifestDiagnostic> diagnostics = [];
        foreach (var path in paths)
        {
            var (spec, found) = TestSpecReader.Load(path, new ManifestOptions { StandardInput = standardInput });
            specs.Add(spec);
            diagnostics.AddRange(found);
            diagnostics.AddRange(spec.Rows.SelectMany(WrongPorts));
            foreach (var manifest in spec.Manifests)
            {
                var named = PathOf(spec, manifest.Text);
                if (!Path.Exists(named)) diagnostics.Add(Invalid(manifest, $"there is no file or folder \"{named}\""));
                else if (!manifests.Contains(named)) manifests.Add(named);
            }
        }

        return new TestSpecs([.. specs], [.. manifests], [.. diagnostics]);
    }

    /// <summary>Relative to the spec; a spec from standard input has no place of its own.</summary>
    private static string PathOf(TestSpec spec, string path)
    {
        var folder = spec.File == "-" ? "" : Path.GetDirectoryName(spec.File) ?? "";
        return path switch
        {
            "." when folder.Length > 0 => folder,
            _ when path.StartsWith("./", StringComparison.Ordinal) => Path.Combine(folder, path[2..]),
            _ => Path.Combine(folder, path),
        };
    }

    private static IEnumerable<ManifestDiagnostic> WrongPorts(TestRow row)
    {
        // A row that nobody can run anyway says so itself.
        if (row.NotSupported is not null) yield break;

        foreach (var port in row.Ports ?? [])
        {
            if (MessageOf(port.Text) is { } message) yield return Invalid(port, message);
        }
    }

    private static string? MessageOf(string port)
    {
        try
        {
            PortQuery.Parse(port);
            return null;
        }
        catch (UsageException e)
        {
            return e.Message;
        }
    }

    private static ManifestDiagnostic Invalid(SpecText at, string message) => new()
    {
        Id = DiagnosticIds.Invalid,
        Severity = DiagnosticSeverity.Error,
        Message = message,
        Source = at.Source,
    };
}
