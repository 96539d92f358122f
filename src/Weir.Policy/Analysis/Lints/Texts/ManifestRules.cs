using System.Collections.Immutable;

namespace Weir.Policy.Analysis.Lints.Texts;

/// <summary>
/// What reading manifests may say, the API server's validation included, under the ids that reading gives it. Listed here so that one
/// catalogue holds everything that <c>weir lint</c> can print.
/// </summary>
public static class ManifestRules
{
    public static ImmutableArray<LintRule> All =>
    [
        Refused(
            "unreadable",
            "A file or folder cannot be read",
            "Nothing in it was checked.",
            "Correct the path or its permissions."),
        Warned(
            "empty",
            "A file or folder holds no object",
            "Nothing was checked there; perhaps the path is not the one that was meant.",
            "Correct the path, or remove the file."),
        Refused(
            "not-text",
            "A file is not text",
            "No manifest holds such bytes.",
            "Save the file as UTF-8."),
        Refused(
            "syntax",
            "A document is neither YAML nor JSON",
            "Nothing in it could be read.",
            "Correct the syntax at the place given."),
        Refused(
            "limit",
            "A limit on the size of the input was reached",
            "The rest of the input was not read.",
            "Split the input."),
        Refused(
            "not-an-object",
            "A document is no Kubernetes object",
            "Every object has apiVersion and kind.",
            "Add what is missing, or remove the document."),
        Refused(
            "unknown-version",
            "A kind is given in a version that API servers no longer have",
            "An API server refuses it.",
            "Use the version that the message names."),
        Refused(
            "wrong-type",
            "A value has a type that does not fit its field",
            "The API server answers 400 and stores nothing.",
            "Correct the value; text that looks like a number or a boolean needs quotes."),
        Refused(
            "invalid",
            "The API server refuses a value",
            "The API server answers 422 and stores nothing.",
            "Correct the value as the message says."),
        Warned(
            "unknown-field",
            "A key is not known to the API",
            "The API server drops it, and what it should have said is missing: a misspelt podSelector selects every pod.",
            "Correct the spelling; keys are case-sensitive."),
        Warned(
            "duplicate-key",
            "A mapping has the same key twice",
            "Only the last one counts.",
            "Merge the two."),
        Warned(
            "duplicate-object",
            "An object is given twice",
            "The later one replaces the earlier one, whatever their order was meant to be.",
            "Rename or remove one of them."),
        Warned(
            "cidr-form",
            "A CIDR is written in a form that API servers warn about",
            "Leading zeros, IPv4-mapped addresses and host bits are refused in new policies from Kubernetes 1.36 on.",
            "Write the form that the message gives."),
        Refused(
            "unsupported-policy",
            "A policy is of a kind that is not supported",
            "What it allows and denies is not taken into account.",
            "Check it with its maker's tools."),
    ];

    private static LintRule Refused(string id, string title, string why, string fix) => new(id, id, LintSeverity.Error, title, why, fix);

    private static LintRule Warned(string id, string title, string why, string fix) => new(id, id, LintSeverity.Warning, title, why, fix);
}
