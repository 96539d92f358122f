using System.Collections.Immutable;
using Weir.Policy.Model;

namespace Weir.Manifests.Loading;

internal sealed class DiagnosticList
{
    private readonly ImmutableArray<ManifestDiagnostic>.Builder diagnostics = ImmutableArray.CreateBuilder<ManifestDiagnostic>();

    public ImmutableArray<ManifestDiagnostic> ToImmutable() => diagnostics.ToImmutable();

    public void Error(string id, string message, Source source, ObjectRef? about = null, string? field = null, string? hint = null) =>
        Add(id, DiagnosticSeverity.Error, message, source, about, field, hint);

    public void Warning(string id, string message, Source source, ObjectRef? about = null, string? field = null, string? hint = null) =>
        Add(id, DiagnosticSeverity.Warning, message, source, about, field, hint);

    private void Add(
        string id, DiagnosticSeverity severity, string message, Source source, ObjectRef? about, string? field, string? hint) =>
        diagnostics.Add(new ManifestDiagnostic
        {
            Id = id,
            Severity = severity,
            Message = message,
            About = about,
            Field = field,
            Hint = hint,
            Source = source,
        });
}
