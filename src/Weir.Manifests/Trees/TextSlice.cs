namespace Weir.Manifests.Trees;

/// <summary>A text from some line on, without copying it.</summary>
internal sealed class TextSlice(string text, int offset = 0, int linesBefore = 0)
{
    public int LinesBefore { get; } = linesBefore;

    public TextReader Open() => new Reader(text, offset);

    /// <summary>Finds the document marker <c>---</c> that begins a line after the given one.</summary>
    /// <param name="line">From 1, counted in this slice.</param>
    public bool TryFindMarkerAfter(int line, out TextSlice marker)
    {
        foreach (var (current, at) in Lines())
        {
            if (current <= line || !IsMarker(text.AsSpan(at))) continue;

            marker = new TextSlice(text, at, LinesBefore + current - 1);
            return true;
        }

        marker = this;
        return false;
    }

    /// <summary>The first tab in the indentation of the given line or a later one; line and column are from 1, in this slice.</summary>
    public (int Line, int Column)? FindIndentingTab(int line)
    {
        foreach (var (current, at) in Lines())
        {
            var indentation = text.AsSpan(at).IndexOfAnyExcept(' ');
            if (current >= line && indentation >= 0 && text[at + indentation] == '\t') return (current, indentation + 1);
        }

        return null;
    }

    /// <summary>Each line's number and where it begins.</summary>
    private IEnumerable<(int Line, int At)> Lines()
    {
        var line = 1;
        for (var at = offset; at < text.Length; at = NextLine(at)) yield return (line++, at);
    }

    private static bool IsMarker(ReadOnlySpan<char> line) =>
        line.StartsWith("---") && (line.Length == 3 || line[3] is ' ' or '\t' || IsBreak(line[3]));

    private int NextLine(int at)
    {
        // The parser's line breaks, so that our count of lines is its count.
        var length = text.AsSpan(at).IndexOfAny("\r\n\x85\u2028\u2029");
        if (length < 0) return text.Length;

        at += length;
        return text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? at + 2 : at + 1;
    }

    private static bool IsBreak(char c) => c is '\r' or '\n' or '\x85' or '\u2028' or '\u2029';

    private sealed class Reader(string text, int position) : TextReader
    {
        public override int Peek() => position < text.Length ? text[position] : -1;

        public override int Read() => position < text.Length ? text[position++] : -1;

        public override int Read(char[] buffer, int index, int count)
        {
            var taken = Math.Min(count, text.Length - position);
            text.CopyTo(position, buffer, index, taken);
            position += taken;
            return taken;
        }
    }
}
