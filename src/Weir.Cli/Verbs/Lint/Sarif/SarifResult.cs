using System.Text.Json.Serialization;
using Weir.Policy.Analysis.Lints;

namespace Weir.Cli.Verbs.Lint.Sarif;

internal sealed record SarifResult(string RuleId, int RuleIndex, string Level, SarifText Message, IReadOnlyList<SarifLocation> Locations)
{
    public static SarifResult Of(LintFinding finding, int ruleIndex) => new(
        finding.Rule.Id,
        ruleIndex,
        SarifRule.LevelOf(finding.Rule.Severity),
        new SarifText($"{finding.Message}. {finding.Fix}"),
        SarifLocation.Of(finding) is { } location ? [location] : []);
}

internal sealed record SarifLocation(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SarifPhysicalLocation? PhysicalLocation,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<SarifLogicalLocation>? LogicalLocations)
{
    /// <summary>Where it is written, and the object and field that it is about; null: neither is known.</summary>
    public static SarifLocation? Of(LintFinding finding)
    {
        var physical = SarifPhysicalLocation.Of(finding.Source);
        var name = finding.About is { } about ? finding.Field is { } field ? $"{about} {field}" : about.ToString() : null;
        return physical is null && name is null ? null : new SarifLocation(physical, name is null ? null : [new SarifLogicalLocation(name)]);
    }
}

internal sealed record SarifLogicalLocation(string FullyQualifiedName);
