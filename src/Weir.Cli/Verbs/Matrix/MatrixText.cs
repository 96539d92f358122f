using System.Globalization;
using System.Text;
using Weir.Cli.Output;

namespace Weir.Cli.Verbs.Matrix;

/// <summary>
/// <c>weir matrix</c> for people. Columns are numbered and the rows are the legend, so that it stays narrow; the marks differ in shape,
/// so that it reads without colour.
/// </summary>
internal static class MatrixText
{
    private const int MostSpaced = 40;

    public static void Write(StyledText text, PodGroups groups)
    {
        var count = groups.Names.Length;
        var digits = count.ToString(CultureInfo.InvariantCulture).Length;
        var nameWidth = groups.Names.Max(name => name.Length);

        WriteSummary(text, groups);
        text.Line();
        for (var digit = 0; digit < digits; digit++)
        {
            var numbers = Spaced(count, column => Digit(column + 1, digits, digit));
            text.Line($"  {"".PadRight(digits + 1 + nameWidth)}  [dim]{numbers}[/]");
        }

        for (var row = 0; row < count; row++)
        {
            var number = (row + 1).ToString(CultureInfo.InvariantCulture).PadLeft(digits);
            var cells = groups.Cells[row];
            var marks = new StyledText.Markup(Spaced(count, column => Mark(cells[column])));
            text.Line($"  [dim]{number}[/] {groups.Names[row].PadRight(nameWidth)}  {marks}");
        }
    }

    private static void WriteSummary(StyledText text, PodGroups groups)
    {
        // Whether a pod reaches itself is no question.
        var pairs = groups.Cells
            .SelectMany((row, source) => row.Where((_, destination) => destination != source))
            .CountBy(cell => cell)
            .ToDictionary();
        int Of(Cell cell) => pairs.GetValueOrDefault(cell);
        var partly = Of(Cell.Partly) > 0 ? $", {Of(Cell.Partly)} partly (~)" : "";
        var without = Of(Cell.NoPort) > 0 ? $", {Of(Cell.NoPort)} to pods without that port (-)" : "";
        var counts = $"{Of(Cell.Allowed)} allowed (.), {Of(Cell.Denied)} denied (✗){partly}{without}";
        text.Line($"[bold]{groups.Port}[/]  {groups.Names.Length} {groups.Noun}, rows connect to columns: {counts}");
    }

    private static string Mark(Cell cell) => cell switch
    {
        Cell.Allowed => "[green].[/]",
        Cell.Partly => "[yellow]~[/]",
        Cell.NoPort => "[dim]-[/]",
        _ => "[red]✗[/]",
    };

    /// <summary>A blank after each column; where there are many, after each tenth.</summary>
    private static string Spaced(int columns, Func<int, string> cell)
    {
        var line = new StringBuilder();
        for (var column = 0; column < columns; column++)
        {
            if (column > 0 && (columns <= MostSpaced || column % 10 == 0)) line.Append(' ');
            line.Append(cell(column));
        }

        return line.ToString();
    }

    /// <summary>One digit of a number written from top to bottom; blank before its first.</summary>
    private static string Digit(int number, int digits, int digit) =>
        number.ToString(CultureInfo.InvariantCulture).PadLeft(digits)[digit].ToString();
}
