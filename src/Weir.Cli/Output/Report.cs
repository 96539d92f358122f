using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Weir.Cli.Output;

/// <summary>Where a verb writes: data to standard output, diagnostics to standard error.</summary>
internal sealed class Report
{
    private readonly Terminal terminal;

    public Report(Terminal terminal, ColorMode color, OutputFormat format)
    {
        this.terminal = terminal;
        Format = format;
        Text = new StyledText(terminal.Out, UseColor(color, terminal.OutIsTerminal));
        Diagnostics = new StyledText(terminal.Error, UseColor(color, terminal.ErrorIsTerminal));
    }

    public OutputFormat Format { get; }

    public StyledText Text { get; }

    public StyledText Diagnostics { get; }

    public void Json<T>(T document, JsonTypeInfo<T> type) => terminal.Out.WriteLine(JsonSerializer.Serialize(document, type));

    /// <summary>A document, or the next part of one, that is neither text in lines nor JSON. It ends its lines itself.</summary>
    public void Raw(string document) => terminal.Out.Write(document);

    private bool UseColor(ColorMode color, bool isTerminal) => color switch
    {
        ColorMode.Always => true,
        ColorMode.Never => false,
        _ => isTerminal && string.IsNullOrEmpty(terminal.Variable("NO_COLOR")),
    };
}
