using Weir.Manifests.Decoding;
using Weir.Manifests.Validation;
using Weir.Policy.Addresses;
using Weir.Policy.Ports;

namespace Weir.Manifests.Kinds;

/// <summary>Fields whose text has a meaning of its own, with the server's words for one that does not parse.</summary>
internal static class ApiText
{
    public static string InvalidIP(string text) =>
        $"Invalid value: {GoText.Quote(text)}: must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";

    /// <summary>The default when the field is absent, or wrong and reported.</summary>
    public static IP IP(this StructReader reader, string name)
    {
        var text = reader.String(name);
        if (!Policy.Addresses.IP.TryParse(text, out var ip) && text.Length > 0) reader.Invalid(name, InvalidIP(text));
        return ip;
    }

    /// <summary>A required port: 1 to 65535.</summary>
    public static ushort PortNumber(this StructReader reader, string name)
    {
        var number = reader.Int32(name) ?? 0;
        if (number is >= 1 and <= 65535) return (ushort)number;

        reader.Invalid(name, $"Invalid value: {number}: must be between 1 and 65535, inclusive");
        return 0;
    }

    /// <summary>TCP when absent.</summary>
    public static Protocol Protocol(this StructReader reader, string name)
    {
        var text = reader.OptionalString(name, "v1.Protocol") ?? "TCP";
        if (ProtocolExtensions.TryParseApi(text, out var protocol)) return protocol;

        reader.Invalid(name, $"Unsupported value: {GoText.Quote(text)}: supported values: \"SCTP\", \"TCP\", \"UDP\"");
        return protocol;
    }
}
