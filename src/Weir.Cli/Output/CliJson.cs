using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Cli.Verbs.Can;
using Weir.Cli.Verbs.Diff;
using Weir.Cli.Verbs.Explain;
using Weir.Cli.Verbs.Lab;
using Weir.Cli.Verbs.Lint;
using Weir.Cli.Verbs.Lint.Sarif;
using Weir.Cli.Verbs.List;
using Weir.Cli.Verbs.Matrix;
using Weir.Cli.Verbs.Test;

namespace Weir.Cli.Output;

/// <summary>Every document that the verbs write as JSON.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(CanDocument))]
[JsonSerializable(typeof(DiffDocument))]
[JsonSerializable(typeof(ExplainDocument))]
[JsonSerializable(typeof(LintDocument))]
[JsonSerializable(typeof(MatrixDocument))]
[JsonSerializable(typeof(TestDocument))]
[JsonSerializable(typeof(LabDocument))]
[JsonSerializable(typeof(ListDocument))]
[JsonSerializable(typeof(SarifLog))]
internal sealed partial class CliJson : JsonSerializerContext
{
    /// <summary>Indented. For terminals and files, not for the inside of a web page: an arrow stays an arrow.</summary>
    public static CliJson Readable { get; } = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
