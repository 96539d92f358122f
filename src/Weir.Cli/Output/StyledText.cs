using System.Globalization;
using Spectre.Console;

namespace Weir.Cli.Output;

/// <summary>Lines of text in a few styles. Without colour the same text comes out plain.</summary>
internal sealed class StyledText
{
    private readonly IAnsiConsole console;

    public StyledText(TextWriter writer, bool color)
    {
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

    /// <summary>Markup with its holes filled, for a part of a line.</summary>
    public static Markup Part(FormattableString markup) => new(Fill(markup));

    private static string Fill(FormattableString markup) =>
        string.Format(CultureInfo.InvariantCulture, markup.Format, [.. markup.GetArguments().Select(Escape)]);

    private static object Escape(object? hole) =>
        hole is Markup part ? part.Text : Spectre.Console.Markup.Escape(ControlCharacters.Escape($"{hole}"));

    /// <summary>Already markup; a hole takes it as it is.</summary>
    internal readonly record struct Markup(string Text);
}
