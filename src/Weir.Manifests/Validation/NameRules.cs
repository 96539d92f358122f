using System.Collections.Immutable;

namespace Weir.Manifests.Validation;

/// <summary>
/// The rules for names, label keys and label values (rule book A.6, A.7), each with the server's text. The result is what is wrong:
/// empty for a good name.
/// </summary>
internal static class NameRules
{
    private const string LabelFormat = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private const string QualifiedFormat = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";

    private const string SubdomainText =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an " +
        $"alphanumeric character (e.g. 'example.com', regex used for validation is '{LabelFormat}(\\.{LabelFormat})*')";

    private const string LabelText =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an " +
        $"alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '{LabelFormat}')";

    private const string QualifiedText =
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character " +
        $"(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '{QualifiedFormat}')";

    private const string LabelValueText =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an " +
        $"alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '({QualifiedFormat})?')";

    /// <summary>DNS-1123 subdomain of at most 253 bytes: most object names.</summary>
    public static ImmutableArray<string> Subdomain(string value) =>
        GoText.Length(value) <= 253 && IsSubdomain(value) ? [] : [.. TooLong(value, 253), .. Unless(IsSubdomain(value), SubdomainText)];

    /// <summary>DNS-1123 label of at most 63 bytes: a namespace.</summary>
    public static ImmutableArray<string> Label(string value)
    {
        if (GoText.Length(value) <= 63 && IsLabel(value)) return [];
        return [.. TooLong(value, 63), .. Unless(IsLabel(value), IsSubdomain(value) ? "must not contain dots" : LabelText)];
    }

    /// <summary>A label or annotation key: an optional DNS prefix and a slash, then a name of at most 63 bytes.</summary>
    public static ImmutableArray<string> QualifiedName(string value)
    {
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        var name = value[(slash + 1)..];
        if (name.Contains('/', StringComparison.Ordinal))
        {
            return [$"a qualified name {QualifiedText} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"];
        }

        ImmutableArray<string> prefixProblems = slash switch
        {
            < 0 => [],
            0 => ["must be non-empty"],
            _ => Subdomain(value[..slash]),
        };
        if (prefixProblems.IsEmpty && name.Length <= 63 && IsQualified(name)) return [];

        return
        [
            .. prefixProblems.Select(problem => $"prefix part {problem}"),
            .. Unless(name.Length > 0, "name part must be non-empty"),
            .. TooLong(name, 63).Select(problem => $"name part {problem}"),
            .. Unless(IsQualified(name), $"name part {QualifiedText}"),
        ];
    }

    public static ImmutableArray<string> LabelValue(string value)
    {
        var fits = value.Length == 0 || IsQualified(value);
        return GoText.Length(value) <= 63 && fits ? [] : [.. TooLong(value, 63), .. Unless(fits, LabelValueText)];
    }

    /// <summary>A container-port name: an IANA service name.</summary>
    public static ImmutableArray<string> PortName(string value)
    {
        var fits = value.Length > 0 && value.All(c => IsLowerAlphanumeric(c) || c == '-');
        return
        [
            .. TooLong(value, 15),
            .. Unless(fits, "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)"),
            .. Unless(value.Any(char.IsAsciiLetterLower), "must contain at least one letter (a-z)"),
            .. Unless(!value.Contains("--", StringComparison.Ordinal), "must not contain consecutive hyphens"),
            .. Unless(value is not (['-', ..] or [.., '-']), "must not begin or end with a hyphen"),
        ];
    }

    private static ImmutableArray<string> TooLong(string value, int limit) =>
        GoText.Length(value) <= limit ? [] : [$"must be no more than {limit} characters"];

    private static ImmutableArray<string> Unless(bool fits, string problem) => fits ? [] : [problem];

    private static bool IsSubdomain(ReadOnlySpan<char> value)
    {
        foreach (var part in value.Split('.'))
        {
            if (!IsLabel(value[part])) return false;
        }

        return true;
    }

    private static bool IsLabel(ReadOnlySpan<char> value)
    {
        if (value.IsEmpty || !IsLowerAlphanumeric(value[0]) || !IsLowerAlphanumeric(value[^1])) return false;

        foreach (var c in value)
        {
            if (!IsLowerAlphanumeric(c) && c != '-') return false;
        }

        return true;
    }

    private static bool IsQualified(ReadOnlySpan<char> value)
    {
        if (value.IsEmpty || !char.IsAsciiLetterOrDigit(value[0]) || !char.IsAsciiLetterOrDigit(value[^1])) return false;

        foreach (var c in value)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')) return false;
        }

        return true;
    }

    private static bool IsLowerAlphanumeric(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);
}
