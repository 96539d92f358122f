using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Cli.Input;
using Weir.Cli.Output;

namespace Weir.Cli.Verbs.Matrix;

/// <summary><c>weir matrix -o json</c>: always pod by pod. A pod without the port that was asked for by name is not allowed, nor
/// is a pair where only one address family is.</summary>
/// <param name="Allowed">Rows are sources, columns destinations, both in the order of <paramref name="Pods"/>.</param>
internal sealed record MatrixDocument(
    string Schema, string Port, IReadOnlyList<string> Pods, IReadOnlyList<MatrixRow> Allowed, IReadOnlyList<SkippedJson> Skipped)
{
    public static MatrixDocument Of(ConnectivityMatrix matrix, LoadedInput input) => new(
        "weir.dev/matrix/v1",
        matrix.Port.ToString(),
        [.. matrix.Pods.Select(pod => pod.ToString())],
        [.. matrix.Cells.Select(row => new MatrixRow(row))],
        SkippedJson.Of(input.Skipped));
}

/// <summary>An array of true and false, on a line of its own.</summary>
[JsonConverter(typeof(MatrixRowConverter))]
internal readonly record struct MatrixRow(Cell[] Cells);

internal sealed class MatrixRowConverter : JsonConverter<MatrixRow>
{
    public override MatrixRow Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Matrices are only written.");

    public override void Write(Utf8JsonWriter writer, MatrixRow value, JsonSerializerOptions options)
    {
        var row = new StringBuilder("\n    [", (value.Cells.Length * 7) + 8);
        row.AppendJoin(", ", value.Cells.Select(cell => cell == Cell.Allowed ? "true" : "false")).Append(']');
        writer.WriteRawValue(row.ToString(), skipInputValidation: true);
    }
}
