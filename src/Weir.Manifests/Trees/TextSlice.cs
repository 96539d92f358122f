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
        var at = offset;
        for (var current = 1; at < text.Length; current++)
        {
            if (current > line && IsMarker(text.AsSpan(at)))
            {
                marker = new TextSlice(text, at, LinesBefore + current - 1);
                return true;
            }

            at = NextLine(at);
        }

        marker = this;
        return false;
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
