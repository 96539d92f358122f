namespace Weir.Manifests.Validation;

/// <summary>One validation error as the API server words it (rule book A.3).</summary>
/// <param name="Value">The bad value as the server prints it, quotes included; null where it prints none.</param>
public sealed record FieldError(FieldErrorKind Kind, string Field, string? Value, string Detail)
{
    /// <summary>The <c>reason</c> of the cause in the server's status object.</summary>
    public string Reason => $"FieldValue{Kind}";

    /// <summary>The error without its field: <c>Invalid value: "80": must contain at least one letter (a-z)</c>.</summary>
    public string Message
    {
        get
        {
            var text = Kind switch
            {
                FieldErrorKind.Required => "Required value",
                FieldErrorKind.NotSupported => "Unsupported value",
                FieldErrorKind.Forbidden => "Forbidden",
                _ => "Invalid value",
            };
            if (Value is not null) text += $": {Value}";
            return Detail.Length == 0 ? text : $"{text}: {Detail}";
        }
    }

    public override string ToString() => $"{Field}: {Message}";
}

public enum FieldErrorKind
{
    Invalid = 0,
    Required,
    NotSupported,
    Forbidden,
}
