using System.Globalization;
using Weir.Policy.Model;

namespace Weir.Manifests.Decoding;

internal static class ObjectMetaReader
{
    public static readonly StructType Type = new(
        "ObjectMeta",
        "annotations",
        "creationTimestamp",
        "deletionGracePeriodSeconds",
        "deletionTimestamp",
        "finalizers",
        "generateName",
        "generation",
        "labels",
        "managedFields",
        "name",
        "namespace",
        "ownerReferences",
        "resourceVersion",
        "selfLink",
        "uid");

    private static readonly StructType OwnerReference = new("OwnerReference");

    public static ObjectMeta Read(StructReader meta) => new()
    {
        Annotations = meta.StringMap("annotations"),
        CreatedAt = Timestamp(meta, "creationTimestamp"),
        GenerateName = meta.String("generateName"),
        Labels = meta.StringMap("labels"),
        Name = meta.String("name"),
        Namespace = meta.String("namespace"),
        Controller = meta.List("ownerReferences", OwnerReference, Owner).Items.FirstOrDefault(owner => owner is not null),
    };

    /// <summary>The metadata of an object that must have a name.</summary>
    public static ObjectMeta ReadNamed(StructReader root) => root.Struct("metadata", Type, static meta =>
    {
        var metadata = Read(meta);
        if (metadata is { Name: "", GenerateName: "" }) meta.Invalid("name", "Required value: name or generateName is required");
        return metadata;
    });

    /// <summary>Null: an owner that does not control the object.</summary>
    private static WorkloadRef? Owner(StructReader owner) =>
        owner.Boolean("controller") ? new WorkloadRef(owner.String("kind"), owner.String("name")) : null;

    private static long Timestamp(StructReader meta, string name)
    {
        if (meta.OptionalString(name) is not { } text) return 0;

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParseExact(text, Rfc3339, CultureInfo.InvariantCulture, Utc, out var time)) return time.ToUnixTimeSeconds();

        meta.Invalid(name, $"cannot parse \"{text}\" as a time, for example 2006-01-02T15:04:05Z (RFC 3339)");
        return 0;
    }

    private static readonly string[] Rfc3339 = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
}
