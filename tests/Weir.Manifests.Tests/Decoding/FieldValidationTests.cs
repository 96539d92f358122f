namespace Weir.Manifests.Tests.Decoding;

public class FieldValidationTests
{
    private static readonly ManifestOptions Strict = new() { FieldValidation = FieldValidation.Strict };
    private static readonly ManifestOptions Ignore = new() { FieldValidation = FieldValidation.Ignore };

    [Theory]
    [InlineData("{podselector: {}}", "spec.podselector", "podSelector")]
    [InlineData("{Ingress: []}", "spec.Ingress", "ingress")]
    [InlineData("{egres: []}", "spec.egres", "egress")]
    [InlineData("{ingress: [{form: []}]}", "spec.ingress[0].form", "from")]
    [InlineData("{ingress: [{}, {ports: [{Port: 80}]}]}", "spec.ingress[1].ports[0].Port", "port")]
    [InlineData("{ingress: [{from: [{podSelector: {}, namespaceselectors: {}}]}]}", "spec.ingress[0].from[0].namespaceselectors", "namespaceSelector")]
    [InlineData("{egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8, excepts: []}}]}]}", "spec.egress[0].to[0].ipBlock.excepts", "except")]
    [InlineData("{podSelector: {matchLabel: {}}}", "spec.podSelector.matchLabel", "matchLabels")]
    public void A_misspelt_key_is_dropped_with_a_warning_that_names_the_one_meant(string spec, string field, string meant)
    {
        var result = Manifest.Load(Manifest.Policy(spec));

        Assert.Single(result.Snapshot.NetworkPolicies);
        var diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal(DiagnosticIds.UnknownField, diagnostic.Id);
        Assert.Equal(DiagnosticSeverity.Warning, diagnostic.Severity);
        Assert.Equal(field, diagnostic.Field);
        Assert.Equal($"unknown field \"{field}\"", diagnostic.Message);
        Assert.Equal($"did you mean \"{meant}\"?", diagnostic.Hint);
    }

    [Fact]
    public void A_key_that_resembles_none_gets_no_suggestion() =>
        Assert.Null(Manifest.OneDiagnostic(Manifest.Policy("{somethingElse: 1}")).Hint);

    [Fact]
    public void A_strict_reader_refuses_an_object_with_an_unknown_key()
    {
        var result = Manifest.Load(Manifest.Policy("{podselector: {}}"), Strict);

        Assert.Empty(result.Snapshot.NetworkPolicies);
        var diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        Assert.Equal("strict decoding error: unknown field \"spec.podselector\"", diagnostic.Message);
    }

    [Fact]
    public void A_duplicate_key_is_a_warning_and_the_last_one_counts()
    {
        var result = Manifest.Load(Manifest.Policy("\n  ingress: [{}]\n  ingress: [{ports: [{port: 80}]}]\n"));

        Assert.Single(result.Snapshot.NetworkPolicies[0].Ingress[0].Ports);
        var diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal((DiagnosticIds.DuplicateKey, DiagnosticSeverity.Warning), (diagnostic.Id, diagnostic.Severity));
        Assert.Equal("key \"ingress\" already set in map", diagnostic.Message);
        Assert.Equal("test.yaml:6:3", diagnostic.Source.ToString());
    }

    [Fact]
    public void A_duplicate_key_deep_inside_is_found_and_refused_by_a_strict_reader()
    {
        var result = Manifest.Load(Manifest.Policy("{ingress: [{}, {ports: [{port: 80, port: 81}]}]}"), Strict);

        Assert.Empty(result.Snapshot.NetworkPolicies);
        Assert.Equal("spec.ingress[1].ports[0].port", Assert.Single(result.Diagnostics).Field);
    }

    [Fact]
    public void A_duplicate_among_very_many_keys_is_found()
    {
        var labels = string.Join(", ", Enumerable.Range(0, 50).Select(i => $"k{i}: v").Append("k7: w"));

        Assert.Equal("key \"k7\" already set in map", Manifest.OneDiagnostic(Manifest.Policy($"{{podSelector: {{matchLabels: {{{labels}}}}}}}")).Message);
    }

    [Fact]
    public void An_ignoring_reader_says_nothing()
    {
        var result = Manifest.Load(Manifest.Policy("{podselector: {}, ingress: [], ingress: []}"), Ignore);

        Assert.Empty(result.Diagnostics);
        Assert.Single(result.Snapshot.NetworkPolicies);
    }
}
