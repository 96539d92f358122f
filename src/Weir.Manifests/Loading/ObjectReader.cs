using System.Globalization;
using Weir.Manifests.Decoding;
using Weir.Manifests.Kinds;
using Weir.Manifests.Trees;
using Weir.Manifests.Validation;
using Weir.Policy.Model;

namespace Weir.Manifests.Loading;

/// <summary>Turns one tree into the object or the list of objects that it is.</summary>
internal sealed class ObjectReader(ManifestOptions options, SnapshotBuilder snapshot, List<ManifestDiagnostic> diagnostics)
{
    private readonly NetworkPolicyValidationOptions validation = new() { StrictCidrs = options.StrictCidrs };
    private int objects;
    private int generatedNames;

    public KindCounter Loaded { get; } = new();

    public KindCounter PassedOver { get; } = new();

    public void Read(TreeNode document, string file) => Read(document, file, listVersion: null, listKind: null);

    /// <param name="listKind">For an item of a typed list, which may lack its own kind and version: those of the list.</param>
    private void Read(TreeNode node, string file, string? listVersion, string? listKind)
    {
        if (++objects > options.Limits.Objects)
        {
            if (objects == options.Limits.Objects + 1) ReportLimit(node, file);
            return;
        }

        var apiVersion = Text(node, "apiVersion") ?? listVersion;
        var kind = Text(node, "kind") ?? listKind?[..^"List".Length];
        if (node is not MappingNode mapping || string.IsNullOrEmpty(kind) || string.IsNullOrEmpty(apiVersion))
        {
            Report(NotAnObject(node, kind), node, file);
            return;
        }

        if (kind.EndsWith("List", StringComparison.Ordinal) && mapping.TryGet("items", out var items) && items is SequenceNode or { IsNull: true })
        {
            ReadItems(items as SequenceNode, file, kind == "List" ? null : apiVersion, kind == "List" ? null : kind);
            return;
        }

        switch (KindTable.Find(apiVersion, kind, out var entry))
        {
            case KindSupport.Read:
                Read(entry!, new Decoder(file, node), About(entry!, mapping));
                break;
            case KindSupport.OldVersion:
                Report(
                    (DiagnosticIds.UnknownVersion, $"no kind \"{kind}\" is registered for version \"{apiVersion}\""), node, file,
                    $"use {entry!.ApiVersion}", About(entry, mapping));
                break;
            default:
                PassedOver.Add(apiVersion, kind);
                break;
        }
    }

    private void ReadItems(SequenceNode? items, string file, string? apiVersion, string? kind)
    {
        foreach (var item in items?.Items ?? []) Read(item, file, apiVersion, kind);
    }

    private void Read(KindEntry entry, Decoder decoder, ObjectRef about)
    {
        var read = entry.Read(decoder.Open(entry.Type), options.DefaultNamespace);
        if (options.FieldValidation != FieldValidation.Ignore) decoder.FindDuplicateKeys();

        var isGood = true;
        foreach (var problem in decoder.Problems) isGood &= Report(problem, decoder, about);
        if (!isGood) return;

        if (read is NetworkPolicyManifest manifest)
        {
            manifest = WithName(manifest);
            about = about with { Name = manifest.Policy.Name };
            if (!IsValid(manifest, decoder, about)) return;
            read = manifest.Policy;
        }

        Loaded.Add(entry.ApiVersion, entry.Kind);
        snapshot.Add(about, read);
    }

    private bool IsValid(NetworkPolicyManifest manifest, Decoder decoder, ObjectRef about)
    {
        foreach (var warning in NetworkPolicyValidation.Warnings(manifest.Policy))
        {
            Report(DiagnosticIds.CidrForm, DiagnosticSeverity.Warning, warning.Field, warning.Message, decoder, about);
        }

        var errors = NetworkPolicyValidation.Validate(manifest, validation);
        foreach (var error in errors) Report(DiagnosticIds.Invalid, DiagnosticSeverity.Error, error.Field, error.Message, decoder, about);
        return errors.IsEmpty;
    }

    /// <summary>The server appends five random characters to <c>generateName</c>; ours count.</summary>
    private NetworkPolicyManifest WithName(NetworkPolicyManifest manifest)
    {
        if (manifest.Metadata is not { Name: "", GenerateName: { Length: > 0 } prefix }) return manifest;

        var name = string.Create(CultureInfo.InvariantCulture, $"{prefix}{++generatedNames:D5}");
        return new NetworkPolicyManifest(manifest.Metadata with { Name = name }, manifest.Policy with { Name = name });
    }

    /// <summary>False for a problem that refuses the object.</summary>
    private bool Report(Problem problem, Decoder decoder, ObjectRef about)
    {
        var isAboutKeys = problem.Id is DiagnosticIds.UnknownField or DiagnosticIds.DuplicateKey;
        if (isAboutKeys && options.FieldValidation == FieldValidation.Ignore) return true;

        var isWarning = isAboutKeys && options.FieldValidation == FieldValidation.Warn;
        var source = decoder.SourceOf(problem.At);
        diagnostics.Add(new ManifestDiagnostic
        {
            Id = problem.Id,
            Severity = isWarning ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error,
            About = about,
            Field = problem.Field,
            Message = isAboutKeys && !isWarning ? $"strict decoding error: {problem.Message}" : problem.Message,
            Hint = problem.Hint,
            Source = problem.Key is { } key ? source with { Line = key.Line, Column = key.Column } : source,
        });
        return isWarning;
    }

    private void Report(string id, DiagnosticSeverity severity, string field, string message, Decoder decoder, ObjectRef about) =>
        diagnostics.Add(new ManifestDiagnostic
        {
            Id = id,
            Severity = severity,
            About = about,
            Field = field,
            Message = message,
            Source = decoder.SourceOf(NodePath.Locate(decoder.Root, field)),
        });

    private void Report((string Id, string Message) what, TreeNode node, string file, string? hint = null, ObjectRef? about = null) =>
        diagnostics.Add(new ManifestDiagnostic
        {
            Id = what.Id,
            Severity = DiagnosticSeverity.Error,
            About = about,
            Message = what.Message,
            Hint = hint,
            Source = new Source(file, node.Line, node.Column),
        });

    private void ReportLimit(TreeNode node, string file) => Report(
        (DiagnosticIds.Limit, string.Create(CultureInfo.InvariantCulture, $"more than {options.Limits.Objects} objects; the rest is not read")),
        node, file);

    private static (string Id, string Message) NotAnObject(TreeNode node, string? kind) => (DiagnosticIds.NotAnObject, node switch
    {
        not MappingNode => $"a Kubernetes object is a mapping, this is of type {node.JsonType}",
        _ when string.IsNullOrEmpty(kind) => "Object 'Kind' is missing",
        _ => "Object 'apiVersion' is missing",
    });

    /// <summary>The object's name before it is decoded, so that decoding errors can name it.</summary>
    private ObjectRef About(KindEntry entry, MappingNode node)
    {
        var metadata = node.TryGet("metadata", out var found) ? found : node;
        var written = Text(metadata, "namespace");
        var ns = !entry.IsNamespaced ? "" : string.IsNullOrEmpty(written) ? options.DefaultNamespace : written;
        return new ObjectRef(entry.Kind, ns, found is null ? "" : Text(found, "name") ?? "");
    }

    private static string? Text(TreeNode node, string name) =>
        node is MappingNode mapping && mapping.TryGet(name, out var value) && value is ScalarNode { Kind: ScalarKind.String } text
            ? text.Text
            : null;
}
