using System.Collections.Immutable;
using System.Globalization;
using Weir.Manifests.Decoding;

namespace Weir.Manifests.Validation;

/// <summary>Collects errors at the place where a validator stands. The child is a field of that place; empty: the place itself.</summary>
internal sealed class FieldErrors
{
    private readonly ImmutableArray<FieldError>.Builder errors = ImmutableArray.CreateBuilder<FieldError>();

    public FieldPath Path { get; } = new();

    public ImmutableArray<FieldError> ToImmutable() => errors.ToImmutable();

    public void Invalid(string child, string value, string detail, int index = -1) =>
        Add(FieldErrorKind.Invalid, child, index, GoText.Quote(value), detail);

    public void Invalid(string child, string value, ImmutableArray<string> details, int index = -1)
    {
        foreach (var detail in details) Invalid(child, value, detail, index);
    }

    public void Invalid(string child, int value, string detail) =>
        Add(FieldErrorKind.Invalid, child, -1, value.ToString(CultureInfo.InvariantCulture), detail);

    public void InvalidList(string child, IEnumerable<string> values, string detail) =>
        Add(FieldErrorKind.Invalid, child, -1, $"[{string.Join(',', values.Select(GoText.Quote))}]", detail);

    public void Required(string child, string detail = "") => Add(FieldErrorKind.Required, child, -1, null, detail);

    public void Forbidden(string child, string detail) => Add(FieldErrorKind.Forbidden, child, -1, null, detail);

    public void NotSupported(string child, string value, ReadOnlySpan<string> supported, int index = -1)
    {
        var quoted = new List<string>(supported.Length);
        foreach (var word in supported) quoted.Add(GoText.Quote(word));
        Add(FieldErrorKind.NotSupported, child, index, GoText.Quote(value), $"supported values: {string.Join(", ", quoted)}");
    }

    private void Add(FieldErrorKind kind, string child, int index, string? value, string detail) =>
        errors.Add(new FieldError(kind, child.Length == 0 ? Path.ToString() : Path.Of(child, index), value, detail));
}
