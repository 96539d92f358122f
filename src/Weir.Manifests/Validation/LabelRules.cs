using Weir.Policy.Model;

namespace Weir.Manifests.Validation;

/// <summary>Validation of labels and label selectors (AV17, rule book A.6), at the place where the errors stand.</summary>
internal static class LabelRules
{
    /// <summary>All errors sit on the map's field, without the key.</summary>
    public static void ValidateLabels(LabelSet labels, string field, FieldErrors errors)
    {
        foreach (var (key, value) in labels)
        {
            errors.Invalid(field, key, NameRules.QualifiedName(key));
            errors.Invalid(field, value, NameRules.LabelValue(value));
        }
    }

    /// <param name="allowInvalidValues">Values of <c>matchExpressions</c> pass, as on an update of what was invalid before.</param>
    public static void ValidateSelector(LabelSelector selector, string field, bool allowInvalidValues, FieldErrors errors)
    {
        using var step = errors.Path.Enter(field);
        ValidateLabels(selector.MatchLabels, "matchLabels", errors);
        for (var i = 0; i < selector.MatchExpressions.Count; i++)
        {
            using (errors.Path.Enter("matchExpressions", i)) ValidateRequirement(selector.MatchExpressions[i], allowInvalidValues, errors);
        }
    }

    public static bool HasInvalidExpressionValue(LabelSelector selector) =>
        selector.MatchExpressions.Any(requirement => requirement.Values.Any(value => !NameRules.LabelValue(value).IsEmpty));

    private static void ValidateRequirement(LabelSelectorRequirement requirement, bool allowInvalidValues, FieldErrors errors)
    {
        switch (requirement.ParsedOperator)
        {
            case LabelOperator.In or LabelOperator.NotIn when requirement.Values.IsEmpty:
                errors.Required("values", "must be specified when `operator` is 'In' or 'NotIn'");
                break;
            case LabelOperator.Exists or LabelOperator.DoesNotExist when !requirement.Values.IsEmpty:
                errors.Forbidden("values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                break;
            case LabelOperator.None:
                errors.Invalid("operator", requirement.Operator, "not a valid selector operator");
                break;
        }

        errors.Invalid("key", requirement.Key, NameRules.QualifiedName(requirement.Key));
        if (allowInvalidValues) return;

        for (var i = 0; i < requirement.Values.Count; i++)
        {
            errors.Invalid("values", requirement.Values[i], NameRules.LabelValue(requirement.Values[i]), i);
        }
    }
}
