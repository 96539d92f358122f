using Weir.Policy.Model;

namespace Weir.Manifests.Tests.Decoding;

/// <summary>Rule book A.8: what the API server makes of YAML that looks harmless.</summary>
public class ScalarTests
{
    [Theory]
    [InlineData("0100", 64)]
    [InlineData("0o100", 64)]
    [InlineData("0x50", 80)]
    [InlineData("0b101_0000", 80)]
    [InlineData("080", 80)]
    [InlineData("8_0", 80)]
    [InlineData("1e2", 100)]
    [InlineData("80.0", 80)]
    [InlineData("+80", 80)]
    [InlineData("!!int \"80\"", 80)]
    [InlineData("65535", 65535)]
    public void A_plain_number_in_any_notation_of_YAML_1_1_is_that_number(string written, int port) =>
        Assert.Equal((IntOrString)port, Manifest.Port($"{{port: {written}}}").Port);

    [Fact]
    public void A_quoted_port_is_a_name()
    {
        var diagnostic = Manifest.OneDiagnostic(Manifest.Policy("""{ingress: [{ports: [{port: "80"}]}]}"""));

        Assert.Equal(DiagnosticIds.Invalid, diagnostic.Id);
        Assert.Equal("Invalid value: \"80\": must contain at least one letter (a-z)", diagnostic.Message);
    }

    [Theory]
    [InlineData("80.5", "number 80.5")]
    [InlineData("4294967376", "number 4294967376")]
    [InlineData("18446744073709551615", "number 18446744073709551615")]
    [InlineData("1e22", "number 1e+22")]
    [InlineData("0.0000001", "number 1e-7")]
    [InlineData("-1.25", "number -1.25")]
    [InlineData(".inf", "number .inf")]
    [InlineData("true", "bool")]
    [InlineData("on", "bool")]
    [InlineData("[80]", "array")]
    [InlineData("{a: 80}", "object")]
    public void A_port_that_is_no_integer_does_not_decode(string written, string what)
    {
        var diagnostic = Manifest.OneDiagnostic(Manifest.Policy($"{{ingress: [{{ports: [{{port: {written}}}]}}]}}"));

        Assert.Equal(DiagnosticIds.WrongType, diagnostic.Id);
        Assert.Equal($"json: cannot unmarshal {what} into Go struct field NetworkPolicyPort.spec.ingress.ports.port of type int32", diagnostic.Message);
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("No")]
    [InlineData("ON")]
    [InlineData("off")]
    [InlineData("y")]
    [InlineData("N")]
    [InlineData("True")]
    [InlineData("false")]
    public void An_unquoted_boolean_word_is_no_label_value(string word)
    {
        var diagnostic = Manifest.OneDiagnostic(Manifest.Policy($"{{podSelector: {{matchLabels: {{a: {word}}}}}}}"));

        Assert.Equal("json: cannot unmarshal bool into Go struct field LabelSelector.spec.podSelector.matchLabels of type string", diagnostic.Message);
        Assert.Equal("spec.podSelector.matchLabels", diagnostic.Field);
        Assert.Equal("put it in quotes to make it a string", diagnostic.Hint);
    }

    [Theory]
    [InlineData("yEs")]
    [InlineData("2001-01-01")]
    [InlineData("1.2.3")]
    [InlineData("1e")]
    [InlineData("0x")]
    [InlineData("0b2")]
    [InlineData("'1'")]
    [InlineData("\"true\"")]
    [InlineData("!!str 1")]
    [InlineData("! 1")]
    public void What_only_resembles_a_number_or_a_boolean_is_a_string(string value)
    {
        var labels = Manifest.LoadPolicy($"{{podSelector: {{matchLabels: {{a: {value}}}}}}}").PodSelector.MatchLabels;

        Assert.Equal(value.Trim('\'', '"').Replace("!!str ", "").Replace("! ", ""), Assert.Single(labels).Value);
    }

    [Theory]
    [InlineData("on", "true")]
    [InlineData("y", "true")]
    [InlineData("off", "false")]
    [InlineData("010", "8")]
    [InlineData("1.50", "1.5")]
    [InlineData("'on'", "on")]
    public void A_label_key_is_the_text_of_its_value(string written, string key) =>
        Assert.Equal(LabelSet.Of((key, "b")), Manifest.LoadPolicy($"{{podSelector: {{matchLabels: {{{written}: b}}}}}}").PodSelector.MatchLabels);

    [Theory]
    [InlineData("null")]
    [InlineData("~")]
    [InlineData("")]
    public void A_null_label_value_is_the_empty_value(string written) =>
        Assert.Equal(LabelSet.Of(("a", "")), Manifest.LoadPolicy($"{{podSelector: {{matchLabels: {{a: {written}}}}}}}").PodSelector.MatchLabels);

    [Fact]
    public void A_dangling_dash_among_rules_allows_everything()
    {
        var policy = Assert.Single(Manifest.Load(Manifest.Policy("\n  ingress:\n  -\n")).Snapshot.NetworkPolicies);

        var rule = Assert.Single(policy.Ingress);
        Assert.True(rule is { Peers.IsEmpty: true, Ports.IsEmpty: true });
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    public void A_null_or_empty_port_is_all_of_TCP(string port) => Assert.Equal(new NetworkPolicyPort { Protocol = "TCP" }, Manifest.Port(port));

    [Theory]
    [InlineData("null")]
    [InlineData("{podSelector: null}")]
    public void A_null_or_empty_peer_is_refused(string peer) =>
        Assert.Equal("Required value: must specify a peer", Manifest.OneDiagnostic(Manifest.Policy($"{{ingress: [{{from: [{peer}]}}]}}")).Message);

    [Theory]
    [InlineData("from: null")]
    [InlineData("from: []")]
    [InlineData("from: ")]
    public void A_null_or_empty_peer_list_is_every_peer(string from) =>
        Assert.Empty(Manifest.LoadPolicy($"{{ingress: [{{{from}}}]}}").Ingress[0].Peers);

    [Fact]
    public void A_null_selector_is_everything_on_top_and_absent_in_a_peer()
    {
        var policy = Manifest.LoadPolicy("{podSelector: null, ingress: [{from: [{podSelector: null, namespaceSelector: {}}]}]}");

        Assert.True(policy.PodSelector.IsEmpty);
        Assert.Null(policy.Ingress[0].Peers[0].PodSelector);
        Assert.Equal(LabelSelector.Everything, policy.Ingress[0].Peers[0].NamespaceSelector);
    }

    [Fact]
    public void A_merge_key_fills_in_and_a_later_key_overrides_it()
    {
        var result = Manifest.Load("""
            base: &base {a: "1", b: "2"}
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: p, namespace: x}
            spec:
              podSelector:
                matchLabels:
                  <<: *base
                  b: "3"
            """);

        Assert.Equal(LabelSet.Of(("a", "1"), ("b", "3")), Assert.Single(result.Snapshot.NetworkPolicies).PodSelector.MatchLabels);
        Assert.Equal(DiagnosticIds.UnknownField, Assert.Single(result.Diagnostics).Id);
    }

    [Fact]
    public void Of_several_merged_mappings_the_first_wins()
    {
        var labels = Manifest.LoadPolicy("{podSelector: {matchLabels: {<<: [{a: first}, {a: second, b: other}]}}}").PodSelector.MatchLabels;

        Assert.Equal(LabelSet.Of(("a", "first"), ("b", "other")), labels);
    }

    [Fact]
    public void An_alias_stands_for_its_anchor()
    {
        var policy = Manifest.LoadPolicy("{podSelector: &all {matchLabels: {a: b}}, ingress: [{from: [{podSelector: *all}]}]}");

        Assert.Equal(policy.PodSelector, policy.Ingress[0].Peers[0].PodSelector);
    }

    [Theory]
    [InlineData("{a: *nobody}", "unknown anchor 'nobody' referenced")]
    [InlineData("{a: &self [*self]}", "anchor 'self' value contains itself")]
    [InlineData("{<<: text}", "map merge requires map or sequence of maps as the value")]
    [InlineData("{? [a] : b}", "a mapping key cannot be a sequence")]
    [InlineData("{~: b}", "a mapping key cannot be null")]
    public void What_JSON_cannot_hold_is_a_syntax_error(string text, string message)
    {
        var diagnostic = Manifest.OneDiagnostic(text);

        Assert.Equal(DiagnosticIds.Syntax, diagnostic.Id);
        Assert.Equal(message, diagnostic.Message);
    }
}
