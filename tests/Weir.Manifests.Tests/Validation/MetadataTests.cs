using Weir.Manifests.Validation;

namespace Weir.Manifests.Tests.Validation;

public class MetadataTests
{
    [Theory]
    [InlineData("{name: p, namespace: 'Ä'}", "metadata.namespace", "a lowercase RFC 1123 label must consist")]
    [InlineData("{name: p, namespace: x, labels: {a: 'b c'}}", "metadata.labels", "a valid label must be an empty string")]
    [InlineData("{name: p, namespace: x, annotations: {'a b': c}}", "metadata.annotations", "name part must consist")]
    [InlineData("{generateName: -a, namespace: x}", "metadata.generateName", "a lowercase RFC 1123 subdomain must consist")]
    public void Bad_metadata_is_refused(string metadata, string field, string detail)
    {
        var error = Assert.Single(Create(metadata).Errors);

        Assert.Equal(field, error.Field);
        Assert.StartsWith(detail, error.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{name: 1p.q-r, namespace: x-1}")]
    [InlineData("{generateName: deny-, namespace: x}")]
    [InlineData("{name: p, namespace: x, annotations: {Example.COM/A: 'any text at all'}, labels: {a.b/C_d: ''}}")]
    public void Good_metadata_is_accepted(string metadata) => Assert.Empty(Create(metadata).Errors);

    [Theory]
    [InlineData("a\"b", "\"a\\\"b\"")]
    [InlineData("a\\b", "\"a\\\\b\"")]
    [InlineData("é ∀ 😀", "\"é ∀ 😀\"")]
    [InlineData("\a\b\f\n\r\t\v", "\"\\a\\b\\f\\n\\r\\t\\v\"")]
    [InlineData("\u0001\u007f", "\"\\x01\\x7f\"")]
    [InlineData("\u00a0\u200b\ufeff", "\"\\u00a0\\u200b\\ufeff\"")]
    [InlineData("\U000e0001", "\"\\U000e0001\"")]
    public void A_bad_value_is_quoted_as_Go_quotes_it(string name, string quoted)
    {
        var escaped = System.Text.Json.JsonSerializer.Serialize(name);

        Assert.Equal(quoted, Create($"{{name: {escaped}, namespace: x}}").Errors[0].Value);
    }

    private static NetworkPolicyReview Create(string metadata) => NetworkPolicyReview.Create(
        $"{{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {metadata}}}", new NetworkPolicyValidationOptions());
}
