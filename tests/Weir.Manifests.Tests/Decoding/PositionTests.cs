namespace Weir.Manifests.Tests.Decoding;

public class PositionTests
{
    private const string Text = """
        # comment
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata:
          name: p
          namespace: x
        spec:
          ingress:
            - ports:
                - port: "80"
                  endPort: 99999
              from:
                - ipBlock:
                    cidr: 10.0.0.0/8
                    except:
                      - 10.1.0.0/16
                      - bad
                - {}
                - ipBlock: {}
            -   from: [{podSelector: {matchLabels: {"a b": c}}}]
          policyTypes: [Ingress, Foo]
        """;

    [Theory]
    [InlineData("spec.ingress[0].ports[0].port", 10, 17)]
    [InlineData("spec.ingress[0].ports[0].endPort", 11, 20)]
    [InlineData("spec.ingress[0].from[0].ipBlock.except[1]", 17, 17)]
    [InlineData("spec.ingress[0].from[1]", 18, 11)]
    [InlineData("spec.ingress[0].from[2].ipBlock.cidr", 19, 20)]
    [InlineData("spec.ingress[1].from[0].podSelector.matchLabels", 20, 44)]
    [InlineData("spec.policyTypes[1]", 21, 26)]
    public void An_error_is_at_its_field_or_at_what_is_nearest_around_it(string field, int line, int column)
    {
        var diagnostic = Assert.Single(Manifest.Load(Text).Diagnostics, diagnostic => diagnostic.Field == field);

        Assert.Equal(("test.yaml", line, column), (diagnostic.Source.File, diagnostic.Source.Line, diagnostic.Source.Column));
        Assert.Equal(new ObjectRef("NetworkPolicy", "x", "p"), diagnostic.About);
    }

    [Fact]
    public void Line_breaks_of_Windows_count_once()
    {
        var unix = Manifest.Load(Text).Diagnostics;
        var windows = Manifest.Load(Text.ReplaceLineEndings("\r\n")).Diagnostics;

        Assert.Equal(unix, windows);
    }

    [Fact]
    public void A_policy_and_its_rules_know_where_they_are_written()
    {
        var result = Manifest.Load("\n---\n" + Manifest.Policy("\n  ingress:\n    - ports: []\n    - {}\n"));

        var policy = Assert.Single(result.Snapshot.NetworkPolicies);
        Assert.Equal("test.yaml:3:1", policy.Source.ToString());
        Assert.Equal(["test.yaml:8:7", "test.yaml:9:7"], policy.Ingress.Select(rule => rule.Source.ToString()));
    }

    [Fact]
    public void A_decoding_error_and_a_misspelt_key_are_located()
    {
        var result = Manifest.Load(Manifest.Policy("\n  podSelector: [1]\n  ingres: []\n"));

        Assert.Equal(
            ["test.yaml:5:16: error wrong-type", "test.yaml:6:3: warning unknown-field"],
            result.Diagnostics.Select(d => $"{d.Source}: {d.Severity.ToString().ToLowerInvariant()} {d.Id}").Order());
    }

    [Fact]
    public void Positions_in_JSON_are_exact()
    {
        var result = ManifestLoader.LoadText("p.json", """
            {
            	"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
            	"metadata": {"name": "p", "namespace": "x", "annotations": {"ä": "é"}},
            	"spec": {"ingress": [{"ports": [{"port": "80\/"}]}], "ingres": 1}
            }
            """);

        Assert.Equal(
            ["p.json:3:61", "p.json:4:43", "p.json:4:43", "p.json:4:55"],
            result.Diagnostics.Select(d => d.Source.ToString()).Order());
    }

    [Fact]
    public void A_diagnostic_prints_as_one_line()
    {
        var diagnostic = Manifest.OneDiagnostic(Manifest.Policy("{podselector: {}}"));

        Assert.Equal(
            "test.yaml:4:8: warning unknown-field: NetworkPolicy x/p: spec.podselector: unknown field \"spec.podselector\" (did you mean \"podSelector\"?)",
            diagnostic.ToString());
    }
}
