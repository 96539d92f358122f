using System.Globalization;
using Weir.Manifests.Decoding;
using Weir.Manifests.Kinds;
using Weir.Manifests.Specs;
using Weir.Manifests.Trees;
using Weir.Manifests.Validation;
using Weir.Policy.Model;

namespace Weir.Manifests.Loading;

/// <summary>Turns one tree into the object, or the list of objects, that it is.</summary>
internal sealed class ObjectReader(ManifestOptions options, SnapshotBuilder snapshot, DiagnosticList diagnostics)
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
        var source = new Source(file, node.Line, node.Column);
        if (++objects > options.Limits.Objects)
        {
            // Said once, at the first object that is too many.
            var message = string.Create(CultureInfo.InvariantCulture, $"more than {options.Limits.Objects} objects; the rest is not read");
            if (objects == options.Limits.Objects + 1) diagnostics.Error(DiagnosticIds.Limit, message, source);
            return;
        }

        var apiVersion = Text(node, "apiVersion") ?? listVersion;
        var kind = Text(node, "kind") ?? listKind?[..^"List".Length];
        if (node is not MappingNode mapping || string.IsNullOrEmpty(kind) || string.IsNullOrEmpty(apiVersion))
        {
            if (TestSpecReader.IsSpec(node)) PassedOver.Add(TestSpecReader.ApiVersion, TestSpecReader.Kind);
            else ReportNotAnObject(node, kind, source);
            return;
        }

        if (kind.EndsWith("List", StringComparison.Ordinal)
            && mapping.TryGet("items", out var list)
            && (list is SequenceNode || list.IsNull))
        {
            var isTyped = kind != "List";
            foreach (var item in (list as SequenceNode)?.Items ?? []) Read(item, file, isTyped ? apiVersion : null, isTyped ? kind : null);
            return;
        }

        var support = KindTable.Find(apiVersion, kind, out var entry);
        if (support == KindSupport.PassedOver) PassedOver.Add(apiVersion, kind);
        else if (node.Flaw is { } flaw) Report(flaw, file, About(entry!, mapping));
        else if (support == KindSupport.OldVersion) ReportVersion(apiVersion, entry!, source, About(entry!, mapping));
        else Read(entry!, new Decoder(file, node), About(entry!, mapping));
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
            if (!Validate(manifest, decoder, about)) return;
            if (options.ReportWrittenForm) ReportWrittenForm(decoder, about);
            read = manifest.Policy;
        }

        Loaded.Add(entry.ApiVersion, entry.Kind);
        snapshot.Add(about, read);
    }

    private bool Validate(NetworkPolicyManifest manifest, Decoder decoder, ObjectRef about)
    {
        foreach (var (field, message) in NetworkPolicyValidation.Warnings(manifest.Policy))
        {
            diagnostics.Warning(DiagnosticIds.CidrForm, message, decoder.Locate(field), about, field);
        }

        var errors = NetworkPolicyValidation.Validate(manifest, validation);
        foreach (var error in errors)
        {
            diagnostics.Error(DiagnosticIds.Invalid, error.Message, decoder.Locate(error.Field), about, error.Field);
        }

        return errors.IsEmpty;
    }

    private void ReportWrittenForm(Decoder decoder, ObjectRef about)
    {
        foreach (var (lint, field, message) in WrittenForm.Check(decoder.Root))
        {
            diagnostics.Warning(lint.Id, message, decoder.Locate(field), about, field);
        }
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
        var source = decoder.SourceOf(problem.At);
        if (problem.Key is { } key) source = source with { Line = key.Line, Column = key.Column };

        var isAboutKeys = problem.Id is DiagnosticIds.UnknownField or DiagnosticIds.DuplicateKey;
        switch (isAboutKeys ? options.FieldValidation : FieldValidation.Strict)
        {
            case FieldValidation.Ignore:
                return true;
            case FieldValidation.Warn:
                diagnostics.Warning(problem.Id, problem.Message, source, about, problem.Field, problem.Hint);
                return true;
            default:
                var message = isAboutKeys ? $"strict decoding error: {problem.Message}" : problem.Message;
                diagnostics.Error(problem.Id, message, source, about, problem.Field, problem.Hint);
                return false;
        }
    }

    private void Report(ReadException flaw, string file, ObjectRef? about = null) =>
        diagnostics.Error(flaw.Id, flaw.Message, new Source(file, flaw.Line, flaw.Column), about);

    private void ReportVersion(string apiVersion, KindEntry entry, Source source, ObjectRef about) => diagnostics.Error(
        DiagnosticIds.UnknownVersion,
        $"no kind \"{entry.Kind}\" is registered for version \"{apiVersion}\"",
        source,
        about,
        hint: $"use {entry.ApiVersion}");

    private void ReportNotAnObject(TreeNode node, string? kind, Source source)
    {
        if (node.Flaw is { } flaw)
        {
            Report(flaw, source.File!);
            return;
        }

        diagnostics.Error(DiagnosticIds.NotAnObject, source: source, message: node switch
        {
            not MappingNode => $"a Kubernetes object is a mapping, this is of type {node.JsonType}",
            _ when string.IsNullOrEmpty(kind) => "Object 'Kind' is missing",
            _ => "Object 'apiVersion' is missing",
        });
    }

    /// <summary>The object's name before it is decoded, so that decoding errors can name it.</summary>
    private ObjectRef About(KindEntry entry, MappingNode node)
    {
        var metadata = node.TryGet("metadata", out var found) ? found : null;
        var written = Text(metadata, "namespace");
        var ns = !entry.IsNamespaced ? "" : string.IsNullOrEmpty(written) ? options.DefaultNamespace : written;
        return new ObjectRef(entry.Kind, ns, Text(metadata, "name") ?? "");
    }

    private static string? Text(TreeNode? node, string name) =>
        node is MappingNode mapping && mapping.TryGet(name, out var value) && value is ScalarNode { Kind: ScalarKind.String } text
            ? text.Text
            : null;
}
