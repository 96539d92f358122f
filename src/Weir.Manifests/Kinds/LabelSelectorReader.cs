using Weir.Manifests.Decoding;
using Weir.Policy.Model;

namespace Weir.Manifests.Kinds;

/// <summary>meta/v1 LabelSelector.</summary>
internal static class LabelSelectorReader
{
    public static readonly StructType Type = new("LabelSelector", "matchExpressions", "matchLabels");

    private static readonly StructType Requirement = new("LabelSelectorRequirement", "key", "operator", "values");

    public static LabelSelector Read(StructReader selector) => new()
    {
        MatchExpressions = selector.List("matchExpressions", Requirement, ReadRequirement),
        MatchLabels = selector.StringMap("matchLabels"),
    };

    private static LabelSelectorRequirement ReadRequirement(StructReader requirement) => new(
        requirement.String("key"),
        requirement.String("operator", "v1.LabelSelectorOperator"),
        requirement.Strings("values"));
}
