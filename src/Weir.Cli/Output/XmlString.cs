using System.Xml;

namespace Weir.Cli.Output;

/// <summary>Text that XML can hold; the writer escapes it.</summary>
internal static class XmlString
{
    private const char Unknown = '\ufffd';

    public static string Clean(string text)
    {
        var clean = ControlCharacters.Escape(text).ToCharArray();
        for (var i = 0; i < clean.Length; i++)
        {
            if (XmlConvert.IsXmlChar(clean[i])) continue;

            if (i + 1 < clean.Length && XmlConvert.IsXmlSurrogatePair(clean[i + 1], clean[i])) i++;
            else clean[i] = Unknown;
        }

        return new string(clean);
    }
}
