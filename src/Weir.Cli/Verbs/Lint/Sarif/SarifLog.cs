using System.Text.Json.Serialization;

namespace Weir.Cli.Verbs.Lint.Sarif;

/// <summary>SARIF 2.1.0 (OASIS), the part that we write. Absent parts are left out: the schema has no null.</summary>
internal sealed record SarifLog([property: JsonPropertyName("$schema")] string Schema, string Version, IReadOnlyList<SarifRun> Runs)
{
    public static SarifLog Of(LintRun run) => new(
        "https://json.schemastore.org/sarif-2.1.0.json",
        "2.1.0",
        [SarifRun.Of(run)]);
}

internal sealed record SarifRun(SarifTool Tool, IReadOnlyList<SarifInvocation> Invocations, IReadOnlyList<SarifResult> Results)
{
    public static SarifRun Of(LintRun run)
    {
        var driver = SarifDriver.Of();
        var indexes = driver.Rules.Select((rule, index) => (rule.Id, index)).ToDictionary(pair => pair.Id, pair => pair.index);
        return new SarifRun(
            new SarifTool(driver),
            [new SarifInvocation(run.Skipped.IsEmpty)],
            [.. run.Findings.Select(finding => SarifResult.Of(finding, indexes[finding.Rule.Id]))]);
    }
}

/// <param name="ExecutionSuccessful">False: something of the input was skipped.</param>
internal sealed record SarifInvocation(bool ExecutionSuccessful);

internal sealed record SarifTool(SarifDriver Driver);

internal sealed record SarifText(string Text);
