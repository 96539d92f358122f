using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Weir.Manifests.Trees;

namespace Weir.Manifests.Loading;

/// <summary>A file's text in both encodings that the parsers want, without a byte-order mark.</summary>
internal readonly ref struct ManifestText
{
    // YAML and JSON allow no other control characters than tab and line breaks; the YAML parser takes NUL for the end.
    private static readonly SearchValues<char> Control = SearchValues.Create(
        "\0\x01\x02\x03\x04\x05\x06\a\b\v\f\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x7f");

    private ManifestText(ReadOnlySpan<byte> bytes, string characters)
    {
        Bytes = bytes;
        Characters = characters;
    }

    /// <summary>UTF-8.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    public string Characters { get; }

    /// <summary>Null when there is more than the limit.</summary>
    public static byte[]? ReadAll(Stream stream, long limit, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (stream.Read(buffer) is var read and > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (content.Length + read > limit) return null;
            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }

    /// <exception cref="ReadException">Not text.</exception>
    public static ManifestText Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xFF, 0xFE, ..]) return FromUtf16(Encoding.Unicode, bytes[2..]);
        if (bytes is [0xFE, 0xFF, ..]) return FromUtf16(Encoding.BigEndianUnicode, bytes[2..]);
        if (bytes is [0xEF, 0xBB, 0xBF, ..]) bytes = bytes[3..];

        if (Utf8.IsValid(bytes)) return Checked(bytes, Encoding.UTF8.GetString(bytes));

        var valid = new char[bytes.Length];
        Utf8.ToUtf16(bytes, valid, out _, out var length, replaceInvalidSequences: false);
        throw NotText("not UTF-8 text", new string(valid, 0, length));
    }

    private static ManifestText FromUtf16(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        var text = encoding.GetString(bytes);
        return Checked(Encoding.UTF8.GetBytes(text), text);
    }

    private static ManifestText Checked(ReadOnlySpan<byte> bytes, string text)
    {
        var control = text.AsSpan().IndexOfAny(Control);
        return control < 0 ? new ManifestText(bytes, text) : throw NotText("control characters are not allowed", text[..control]);
    }

    private static ReadException NotText(string message, string before)
    {
        var line = before.AsSpan().Count('\n') + 1;
        return new ReadException(DiagnosticIds.NotText, message, line, before.Length - before.LastIndexOf('\n'));
    }
}
