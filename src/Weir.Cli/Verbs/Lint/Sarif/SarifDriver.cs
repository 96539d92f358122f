using Weir.Policy.Analysis.Lints;

namespace Weir.Cli.Verbs.Lint.Sarif;

/// <summary>The tool and all the rules it has, those that found nothing included.</summary>
internal sealed record SarifDriver(string Name, string SemanticVersion, IReadOnlyList<SarifRule> Rules)
{
    public static SarifDriver Of() => new("weir", WeirCommand.Version, [.. LintCatalogue.Rules.Select(SarifRule.Of)]);
}

internal sealed record SarifRule(
    string Id, string Name, SarifText ShortDescription, SarifText FullDescription, SarifText Help, SarifConfiguration DefaultConfiguration)
{
    public static SarifRule Of(LintRule rule) => new(
        rule.Id,
        rule.Name,
        new SarifText($"{rule.Title}."),
        new SarifText(rule.Why),
        new SarifText(rule.Fix),
        new SarifConfiguration(LevelOf(rule.Severity)));

    public static string LevelOf(LintSeverity severity) => severity switch
    {
        LintSeverity.Error => "error",
        LintSeverity.Warning => "warning",
        _ => "note",
    };
}

internal sealed record SarifConfiguration(string Level);
