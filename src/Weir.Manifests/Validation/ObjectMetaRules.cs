namespace Weir.Manifests.Validation;

/// <summary>Validation of <c>metadata</c> (AV18) for a namespaced object whose name is a DNS subdomain.</summary>
internal static class ObjectMetaRules
{
    public static void Validate(ObjectMeta metadata, FieldErrors errors)
    {
        using var step = errors.Path.Enter("metadata");
        if (metadata.GenerateName.Length > 0)
        {
            errors.Invalid("generateName", metadata.GenerateName, NameRules.Subdomain(WithoutTrailingDash(metadata.GenerateName)));
        }

        // The server makes the name from generateName before it looks.
        if (metadata.Name.Length > 0) errors.Invalid("name", metadata.Name, NameRules.Subdomain(metadata.Name));
        else if (metadata.GenerateName.Length == 0) errors.Required("name", "name or generateName is required");

        if (metadata.Namespace.Length == 0) errors.Required("namespace");
        else errors.Invalid("namespace", metadata.Namespace, NameRules.Label(metadata.Namespace));

        ValidateMaps(metadata, errors);
    }

    public static void ValidateUpdate(ObjectMeta metadata, ObjectMeta old, FieldErrors errors)
    {
        using var step = errors.Path.Enter("metadata");
        if (metadata.Name != old.Name) errors.Invalid("name", metadata.Name, "field is immutable");
        if (metadata.Namespace != old.Namespace) errors.Invalid("namespace", metadata.Namespace, "field is immutable");
        ValidateMaps(metadata, errors);
    }

    private static void ValidateMaps(ObjectMeta metadata, FieldErrors errors)
    {
        LabelRules.ValidateLabels(metadata.Labels, "labels", errors);
        foreach (var (key, _) in metadata.Annotations)
        {
            // Annotation keys may be upper case: they are compared in lower case.
            errors.Invalid("annotations", key, NameRules.QualifiedName(key.ToLowerInvariant()));
        }
    }

    /// <summary>The random characters follow, so a dash may end the prefix.</summary>
    private static string WithoutTrailingDash(string name) => name is [_, .., '-'] ? $"{name[..^2]}a" : name;
}
