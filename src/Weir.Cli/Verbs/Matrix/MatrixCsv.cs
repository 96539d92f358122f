using System.Text;
using Weir.Cli.Output;

namespace Weir.Cli.Verbs.Matrix;

/// <summary><c>weir matrix -o csv</c>: always pod by pod; rows are sources. The first cell is the port.</summary>
internal static class MatrixCsv
{
    public static string Of(ConnectivityMatrix matrix)
    {
        var names = matrix.Pods.Select(pod => pod.ToString()).ToArray();
        var text = new StringBuilder(CsvText.Line([matrix.Port.ToString(), .. names]));
        for (var row = 0; row < names.Length; row++) text.Append(CsvText.Line([names[row], .. matrix.Cells[row].Select(MatrixWord.Of)]));
        return text.ToString();
    }
}

/// <summary>Cells in words.</summary>
internal static class MatrixWord
{
    public static string Of(Cell cell) => cell switch
    {
        Cell.Allowed => "allow",
        Cell.Partly => "partly",
        Cell.NoPort => "no port",
        _ => "deny",
    };
}
