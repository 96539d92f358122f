using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Weir.Manifests.Trees;

/// <summary>The parser's events with positions in the file; whatever the parser throws becomes a <see cref="ReadException"/>.</summary>
internal sealed class YamlEvents(TextSlice text)
{
    private readonly Parser parser = new(text.Open());

    /// <summary>Null before the first event.</summary>
    public ParsingEvent? Current => parser.Current;

    /// <summary>False at the end of the text.</summary>
    public bool MoveNext()
    {
        try
        {
            return parser.MoveNext();
        }
        catch (YamlException e)
        {
            throw e.Message.Contains(" tab ", StringComparison.Ordinal) ? AtTab(e) : Syntax(e.Message, e.Start);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The parser has holes that only nonsense falls through, such as a "..." without a document.
            throw Syntax($"not YAML: {e.Message}", parser.Current?.Start ?? Mark.Empty);
        }
    }

    public (int Line, int Column) At(ParsingEvent e) => (LineOf(e.Start), (int)e.Start.Column);

    /// <summary>The parser points at what came before the tab.</summary>
    private ReadException AtTab(YamlException e) => text.FindIndentingTab((int)e.Start.Line) is var (line, column)
        ? new ReadException(DiagnosticIds.Syntax, e.Message, line + text.LinesBefore, column)
        : Syntax(e.Message, e.Start);

    private ReadException Syntax(string message, Mark at) => new(DiagnosticIds.Syntax, message, LineOf(at), (int)at.Column);

    private int LineOf(Mark mark) => (int)mark.Line + text.LinesBefore;
}
