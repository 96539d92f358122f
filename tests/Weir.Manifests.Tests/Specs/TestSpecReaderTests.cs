using Weir.Manifests.Specs;

namespace Weir.Manifests.Tests.Specs;

public sealed class TestSpecReaderTests
{
    [Fact]
    public void A_row_is_read_with_its_places()
    {
        var spec = Read("""
            manifests: [a, ../b]
            tests:
              - name: n
                from: [prod/api, "dev:app=api"]
                to: 203.0.113.10
                ports: [tcp/80, 443]
                expect: allow
            """);

        Assert.Equal(["a", "../b"], spec.Manifests.Select(path => path.Text));
        var row = Assert.Single(spec.Rows);
        Assert.Equal(("n", Expectation.Allow, null), (row.Name, row.Expect, row.NotSupported));
        Assert.Equal(["prod/api", "dev:app=api"], row.From.Select(end => end.Text));
        Assert.Equal(["tcp/80", "443"], row.Ports!.Value.Select(port => port.Text));
        Assert.Equal("t.yaml:4:22", row.From[1].Source.ToString());
        Assert.Equal(new SpecText("203.0.113.10", new("t.yaml", 5, 9)), Assert.Single(row.To));
    }

    [Fact]
    public void Without_ports_every_port_is_meant() => Assert.Null(Assert.Single(Read("tests: [{from: a, to: b, expect: deny}]").Rows).Ports);

    [Fact]
    public void Documents_and_forms_of_one_file_come_together()
    {
        var spec = Read("""
            tests: [{from: a, to: b, expect: deny}]
            ---
            ---
            tests: [{from: c, to: d, expect: allow}]
            ---
            - {name: n, targetPort: 1, src: {k8sResource: {kind: pod, name: e, namespace: x}}, dst: {host: {name: 10.0.0.1}}}
            """);

        Assert.Equal(["a", "c", "x/pod/e"], spec.Rows.Select(row => Assert.Single(row.From).Text));
    }

    [Theory]
    [InlineData("tests: [{from: a, to: b, expect: maybe}]", "t.yaml:1:34", "invalid", "tests[0].expect: must be allow or deny, and is \"maybe\"")]
    [InlineData("tests: [{from: a, to: b, expect: no}]", "t.yaml:1:34", "wrong-type", "tests[0].expect: must be a string, and is of type bool")]
    [InlineData("tests: [{from: a, to: b}]", "t.yaml:1:9", "invalid", "tests[0].expect: is missing")]
    [InlineData("tests: [{from: a, expect: deny}]", "t.yaml:1:9", "invalid", "tests[0].to: is missing")]
    [InlineData("tests: [{to: a, expect: deny}]", "t.yaml:1:9", "invalid", "tests[0].from: is missing")]
    [InlineData("tests: [{from: a, to: b, expect: deny, port: 1}]", "t.yaml:1:40", "unknown-field", "unknown field \"tests[0].port\"")]
    [InlineData("tests: [{from: a, to: b, expect: deny, to: c}]", "t.yaml:1:40", "duplicate-key", "key \"to\" already set in map")]
    [InlineData("tests: [{from: a, to: b, expect: deny, ports: }]", "t.yaml:1:47", "wrong-type", "tests[0].ports: must be a string, and is empty")]
    [InlineData("tests: [{from: a, to: b, expect: deny, ports: []}]", "t.yaml:1:47", "invalid", "tests[0].ports: must not be an empty list")]
    [InlineData("tests: [{from: [], to: b, expect: deny}]", "t.yaml:1:16", "invalid", "tests[0].from: must not be an empty list")]
    [InlineData("tests: [{from: [a, ''], to: b, expect: deny}]", "t.yaml:1:20", "invalid", "tests[0].from[1]: must not be empty")]
    [InlineData("tests: [{from: 1, to: b, expect: deny}]", "t.yaml:1:16", "wrong-type", "tests[0].from: must be a string, and is of type number")]
    [InlineData("tests: [a]", "t.yaml:1:9", "wrong-type", "tests[0]: must be a mapping, and is of type string")]
    [InlineData("tests: {}", "t.yaml:1:8", "wrong-type", "tests: must be a list, and is of type object")]
    [InlineData("tests: []", "t.yaml:1:8", "invalid", "tests: must not be an empty list")]
    [InlineData("tests: ", "t.yaml:1:8", "wrong-type", "tests: must be a list, and is empty")]
    [InlineData("manifests: a", "t.yaml:1:1", "invalid", "tests: is missing")]
    [InlineData("a text", "t.yaml:1:1", "invalid", "a spec is a mapping")]
    [InlineData("{apiVersion: v1, kind: Pod}", "t.yaml:1:1", "invalid", "this is a manifest")]
    [InlineData("tests: [", "t.yaml:", "syntax", "")]
    [InlineData("tests: [{from: a, to: b, expect: deny, ~: c}]", "t.yaml:1:40", "syntax", "a mapping key cannot be null")]
    [InlineData("", "t.yaml", "empty", "no tests")]
    [InlineData("---\n---\n", "t.yaml", "empty", "no tests")]
    [InlineData("[]", "t.yaml:1:1", "invalid", "no tests")]
    [InlineData("- {from: a, to: b, expect: deny}", "t.yaml:1:1", "invalid", "belong under tests:")]
    [InlineData("- {name: n, src: {k8sResource: {kind: pod, name: a, namespace: b}}, dst: {host: {name: 10.0.0.1}}}", "t.yaml:1:3", "invalid", "[0].targetPort: is missing")]
    [InlineData("- {name: n, targetPort: '80', src: {k8sResource: {kind: pod, name: a, namespace: b}}, dst: {host: {name: 10.0.0.1}}}", "t.yaml:1:25", "wrong-type", "[0].targetPort: must be a whole number")]
    [InlineData("- {name: n, targetPort: 0, src: {k8sResource: {kind: pod, name: a, namespace: b}}, dst: {host: {name: 10.0.0.1}}}", "t.yaml:1:25", "invalid", "from 1 to 65535")]
    [InlineData("- {name: n, targetPort: 80, src: {k8sResource: {kind: pod, name: a}}, dst: {host: {name: 10.0.0.1}}}", "t.yaml:1:48", "invalid", "[0].src.k8sResource.namespace: is missing")]
    [InlineData("- {name: n, targetPort: 80, src: {}, dst: {host: {name: 10.0.0.1}}}", "t.yaml:1:34", "invalid", "[0].src.k8sResource: is missing")]
    public void What_is_wrong_is_said_with_its_place(string text, string place, string id, string says)
    {
        var diagnostic = Assert.Single(TestSpecReader.LoadText("t.yaml", text).Diagnostics);

        Assert.Equal((DiagnosticSeverity.Error, id), (diagnostic.Severity, diagnostic.Id));
        Assert.Contains(says, $"{diagnostic.Field}: {diagnostic.Message}", StringComparison.Ordinal);
        Assert.StartsWith(place, diagnostic.Source.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kind: deployment", "targetPort: 80", "ns/deployment/a", "10.0.0.1", "tcp/80", Expectation.Allow)]
    [InlineData("kind: daemonset", "targetPort: 53, protocol: udp, exitCode: 0", "ns/daemonset/a", "10.0.0.1", "udp/53", Expectation.Allow)]
    [InlineData("kind: pod", "targetPort: 80, exitCode: 1, attempts: 2, timeoutSeconds: 3, type: k8s", "ns/pod/a", "10.0.0.1", "tcp/80", Expectation.Deny)]
    public void A_test_of_netassert_is_read(string kind, string more, string from, string to, string port, Expectation expect)
    {
        var row = Netassert(kind, more, "10.0.0.1");

        Assert.Null(row.NotSupported);
        Assert.Equal((from, to, port), (Assert.Single(row.From).Text, Assert.Single(row.To).Text, Assert.Single(row.Ports!.Value).Text));
        Assert.Equal(expect, row.Expect);
    }

    [Theory]
    [InlineData("kind: pod", "targetPort: 80", "example.com", "host \"example.com\"")]
    [InlineData("kind: pod", "targetPort: 80", "0.0.0.0", "host \"0.0.0.0\"")]
    [InlineData("kind: cronjob", "targetPort: 80", "10.0.0.1", "kind \"cronjob\"")]
    [InlineData("kind: pod", "targetPort: 80, type: vm", "10.0.0.1", "type \"vm\"")]
    [InlineData("kind: pod", "targetPort: 80, protocol: icmp", "10.0.0.1", "protocol \"icmp\"")]
    [InlineData("kind: pod", "targetPort: 80, exitCode: 2", "10.0.0.1", "exit code 2")]
    public void What_only_a_cluster_can_tell_is_not_supported(string kind, string more, string host, string says)
    {
        var reason = Assert.NotNull(Netassert(kind, more, host).NotSupported);

        Assert.Contains(says, reason.Text, StringComparison.Ordinal);
        Assert.Equal(1, reason.Source.Line);
    }

    [Fact]
    public void A_spec_among_manifests_is_passed_over()
    {
        var result = Manifest.Load("""
            manifests: [.]
            tests: [{from: a, to: b, expect: deny}]
            ---
            - {name: n, targetPort: 80, src: {}, dst: {}}
            """);

        Assert.Empty(result.Diagnostics);
        Assert.Equal(new KindCount("weir.dev/test/v1", "Tests", 2), Assert.Single(result.PassedOver));
    }

    [Theory]
    [InlineData("{tests: [], podSelector: {}}")]
    [InlineData("{manifests: []}")]
    [InlineData("[]")]
    [InlineData("[{src: {}, dst: {}}, {spec: {}}]")]
    public void What_merely_looks_like_a_spec_is_not(string text) => Assert.Equal(DiagnosticIds.NotAnObject, Manifest.OneDiagnostic(text).Id);

    [Fact]
    public void Limits_hold_for_specs_too()
    {
        var deep = TestSpecReader.LoadText("t.yaml", $"tests: {new string('[', 200)}");
        var large = TestSpecReader.LoadText("t.yaml", "tests: [a]", new ManifestOptions { Limits = new ManifestLimits { FileBytes = 5 } });

        Assert.Equal(DiagnosticIds.Limit, Assert.Single(deep.Diagnostics).Id);
        Assert.Equal(DiagnosticIds.Limit, Assert.Single(large.Diagnostics).Id);
    }

    [Fact]
    public void A_missing_file_is_an_error() =>
        Assert.Equal(DiagnosticIds.Unreadable, Assert.Single(TestSpecReader.Load("/nosuch/spec.yaml").Diagnostics).Id);

    private static TestSpec Read(string text)
    {
        var (spec, diagnostics) = TestSpecReader.LoadText("t.yaml", text);
        Assert.Empty(diagnostics);
        return spec;
    }

    private static TestRow Netassert(string kind, string more, string host) => Assert.Single(
        Read($"- {{name: n, {more}, src: {{k8sResource: {{{kind}, name: a, namespace: ns}}}}, dst: {{host: {{name: {host}}}}}}}").Rows);
}
