using System.Collections.Immutable;
using Weir.Manifests.Decoding;
using Weir.Manifests.Kinds;
using Weir.Manifests.Trees;
using Weir.Policy.Model;

namespace Weir.Manifests.Validation;

/// <summary>
/// The API server's answer to one NetworkPolicy, in its words (rule book A.3). The object must say its namespace: there is no request
/// that could. Unknown and duplicate keys are dropped without a word; <see cref="ManifestLoader"/> reports those.
/// </summary>
public sealed record NetworkPolicyReview
{
    /// <summary>The first thing that does not decode (HTTP 400), without the server's lead-in; null: everything does.</summary>
    public string? DecodeError { get; private init; }

    /// <summary>Validation errors (HTTP 422) in the server's order, except that keys of one label map come sorted.</summary>
    public ImmutableArray<FieldError> Errors { get; private init; } = [];

    public ImmutableArray<FieldWarning> Warnings { get; private init; } = [];

    /// <summary>What the server would store, with defaults; null when it refuses.</summary>
    public NetworkPolicy? Stored { get; private init; }

    /// <summary>The message of the refusal; null when there are no validation errors. Equal errors are printed once.</summary>
    public string? Message { get; private init; }

    /// <param name="manifest">YAML or JSON, one document.</param>
    public static NetworkPolicyReview Create(string manifest, NetworkPolicyValidationOptions options)
    {
        var (policy, error) = Decode(manifest);
        return policy is null ? Refused(error) : Judged(policy, NetworkPolicyValidation.Validate(policy, options));
    }

    /// <summary>Replacing <paramref name="old"/>, which must decode.</summary>
    /// <exception cref="ArgumentException">The old object does not decode.</exception>
    public static NetworkPolicyReview Update(string manifest, string old, NetworkPolicyValidationOptions options)
    {
        var (before, oldError) = Decode(old);
        if (before is null) throw new ArgumentException(oldError, nameof(old));

        var (policy, error) = Decode(manifest);
        return policy is null ? Refused(error) : Judged(policy, NetworkPolicyValidation.ValidateUpdate(policy, before, options));
    }

    private static NetworkPolicyReview Refused(string? error) => new() { DecodeError = error };

    private static NetworkPolicyReview Judged(NetworkPolicyManifest policy, ImmutableArray<FieldError> errors)
    {
        var texts = errors.Select(error => error.ToString()).Distinct().ToList();
        var list = texts.Count == 1 ? texts[0] : $"[{string.Join(", ", texts)}]";
        return new NetworkPolicyReview
        {
            Errors = errors,
            Warnings = NetworkPolicyValidation.Warnings(policy.Policy),
            Stored = errors.IsEmpty ? policy.Policy : null,
            Message = errors.IsEmpty ? null : $"NetworkPolicy.networking.k8s.io \"{policy.Metadata.Name}\" is invalid: {list}",
        };
    }

    private static (NetworkPolicyManifest? Policy, string? Error) Decode(string manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        string? error = null;
        var documents = new YamlDocuments(manifest, new NodeBudget(ManifestLimits.Default), e => error ??= e.Message);
        if (!documents.TryRead(out var root) || error is not null) return (null, error ?? "no object");

        var decoder = new Decoder(null, root);
        var policy = NetworkPolicyReader.Read(decoder.Open(NetworkPolicyReader.Type), defaultNamespace: "");
        var wrong = decoder.Problems.Find(problem => problem.Id == DiagnosticIds.WrongType);
        return wrong is null ? (policy, null) : (null, wrong.Message);
    }
}
