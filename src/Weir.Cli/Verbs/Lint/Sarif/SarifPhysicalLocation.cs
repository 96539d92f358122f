using System.Text.Json.Serialization;
using Weir.Policy.Model;

namespace Weir.Cli.Verbs.Lint.Sarif;

internal sealed record SarifPhysicalLocation(
    SarifArtifactLocation ArtifactLocation,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SarifRegion? Region)
{
    /// <summary>Null: a live object, or standard input, which is no file that anybody could open.</summary>
    public static SarifPhysicalLocation? Of(Source source) => source.File is null or "-"
        ? null
        : new SarifPhysicalLocation(
            new SarifArtifactLocation(UriOf(source.File)),
            source.Line == 0 ? null : new SarifRegion(source.Line, Math.Max(source.Column, 1)));

    /// <summary>A relative path stays one, so that servers find the file in the repository.</summary>
    private static string UriOf(string file)
    {
        var parts = file.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        var path = string.Join('/', parts.Where(part => part != ".").Select(Uri.EscapeDataString));
        return Path.IsPathRooted(file) ? $"file://{path}" : path;
    }
}

internal sealed record SarifArtifactLocation(string Uri);

internal sealed record SarifRegion(int StartLine, int StartColumn);
