using System.Globalization;
using Spectre.Console;

namespace Weir.Cli.Output;

/// <summary>Lines of text in a few styles. Without colour the same text comes out plain.</summary>
internal sealed class StyledText
{
    private readonly IAnsiConsole console;
    private readonly TextWriter writer;
    private readonly bool color;

    public StyledText(TextWriter writer, bool color)
    {
        this.writer = writer;
        this.color = color;
        console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = color ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = color ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });

        // The terminal wraps; a pipe must not.
        console.Profile.Width = 1 << 20;
    }

    public void Line() => console.WriteLine();

    /// <summary>
    /// One line in Spectre's markup. What fills the holes is text and never markup; pad it before, for its escaping may widen it.
    /// </summary>
    public void Line(FormattableString markup) => console.MarkupLine(Fill(markup).TrimEnd());

    /// <summary>What the action writes, each line moved to the right.</summary>
    public void Indented(string indent, Action<StyledText> write)
    {
        foreach (var line in Lines(write, color)) writer.WriteLine(line.Length == 0 ? "" : indent + line);
    }

    /// <summary>What the action writes, line by line.</summary>
    public static IReadOnlyList<string> Lines(Action<StyledText> write, bool color = false)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        write(new StyledText(text, color));
        return text.ToString().TrimEnd('\n').Split('\n');
    }

    /// <summary>Markup with its holes filled, for a part of a line.</summary>
    public static Markup Part(FormattableString markup) => new(Fill(markup));

    private static string Fill(FormattableString markup) =>
        string.Format(CultureInfo.InvariantCulture, markup.Format, [.. markup.GetArguments().Select(Escape)]);

    private static object Escape(object? hole) =>
        hole is Markup part ? part.Text : Spectre.Console.Markup.Escape(ControlCharacters.Escape($"{hole}"));

    /// <summary>Already markup; a hole takes it as it is.</summary>
    internal readonly record struct Markup(string Text);
}
