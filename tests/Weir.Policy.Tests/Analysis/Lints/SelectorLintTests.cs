namespace Weir.Policy.Tests.Analysis.Lints;

public sealed class SelectorLintTests
{
    private const string Db = """
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: db, labels: {app: db, tier: back}}

        """;

    private const string Monitoring = """
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: monitoring, labels: {team: sre}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: prometheus, namespace: monitoring, labels: {app: prometheus}}

        """;

    [Theory]
    [InlineData("{matchLabels: {app: bd}}", Db, "did you mean app=db?")]
    [InlineData("{matchLabels: {App: db}}", Db, "did you mean app=db?")]
    [InlineData("{matchLabels: {app: frontend}}", Db, "did you mean app=db?")] // the key is right
    [InlineData("{matchExpressions: [{key: tire, operator: In, values: [back]}]}", Db, "did you mean tier=back?")]
    [InlineData("{matchLabels: {app: prometheus}}", Db + Monitoring, "such pods are in namespace monitoring")]
    public void A_policy_that_selects_no_pod_is_told_what_is_near(string selector, string others, string hint)
    {
        var finding = Assert.Single(Linted.Findings(Policy($"{{podSelector: {selector}}}") + others), finding => finding.Rule.Id == "WEIR001");
        Assert.Contains(hint, finding.Message, StringComparison.Ordinal);
        Assert.Equal("spec.podSelector", finding.Field);
    }

    [Theory]
    [InlineData("{matchLabels: {app: bd}}", "")] // no pods at all
    [InlineData("{matchLabels: {app: bd}}", Monitoring)] // none of this namespace
    [InlineData("{matchLabels: {job-name: nightly}}", Db)]
    [InlineData("{matchExpressions: [{key: batch.kubernetes.io/job-name, operator: Exists}]}", Db)]
    [InlineData("{matchLabels: {app: web}}", Db + "---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web, tier: front}}\n")] // scaled to zero
    [InlineData("{matchLabels: {app: web}}", Db + "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 0, template: {metadata: {labels: {app: web}}}}\n")]
    [InlineData("{matchLabels: {app: web}}", Db + "---\napiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\nstatus: {phase: Succeeded}\n")] // a finished Job
    public void A_policy_whose_pods_may_come_is_no_finding(string selector, string others) =>
        Assert.DoesNotContain("WEIR001", Linted.Ids(Policy($"{{podSelector: {selector}}}") + others));

    [Theory]
    [InlineData("{podSelector: {matchLabels: {app: apo}}}", "WEIR002")]
    [InlineData("{podSelector: {matchLabels: {app: prometheus}}}", "WEIR002")]
    [InlineData("{namespaceSelector: {}, podSelector: {matchLabels: {app: prometeus}}}", "WEIR002")]
    [InlineData("{namespaceSelector: {matchLabels: {team: sre}}, podSelector: {matchLabels: {app: grafana}}}", "WEIR002")]
    [InlineData("{namespaceSelector: {matchLabels: {team: monitoring}}}", "WEIR003")]
    [InlineData("{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitorin}}}", "WEIR003")]
    [InlineData("{namespaceSelector: {matchLabels: {team: sre}}, podSelector: {matchLabels: {app: db}}}", "WEIR004")]
    [InlineData("{namespaceSelector: {matchLabels: {team: sre}}}, {podSelector: {matchLabels: {app: prometheus}}}", "WEIR004")]
    [InlineData("{podSelector: {matchLabels: {app: prometheus}}}, {namespaceSelector: {matchLabels: {team: sre}}}", "WEIR004")]
    [InlineData("{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}, {podSelector: {matchLabels: {k8s-app: kube-dns}}}", "WEIR004")]
    public void A_peer_that_selects_nobody_has_one_finding(string peers, string id) =>
        Assert.Equal([id], PeerLints(peers, Db + Monitoring));

    [Theory]
    [InlineData("{podSelector: {matchLabels: {app: apo}}}", "")]
    [InlineData("{namespaceSelector: {matchLabels: {team: sre}}, podSelector: {matchLabels: {app: apo}}}", "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: x, labels: {team: sre}}\n")] // its pods are not known
    [InlineData("{namespaceSelector: {matchLabels: {team: monitoring}}}", Db)] // no namespace has labels
    [InlineData("{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ingress-nginx}}}", Db + Monitoring)] // elsewhere
    [InlineData("{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, podSelector: {matchLabels: {k8s-app: kube-dns}}}", Db + Monitoring)]
    [InlineData("{namespaceSelector: {}, podSelector: {matchLabels: {k8s-app: kube-dns}}}", Db)]
    [InlineData("{namespaceSelector: {matchLabels: {team: sre}}}, {podSelector: {matchLabels: {app: db}}}", Db + Monitoring)] // OR is right
    [InlineData("{podSelector: {}}", "---\napiVersion: v1\nkind: Pod\nmetadata: {name: other}\n")]
    public void A_peer_that_may_select_somebody_has_none(string peers, string others) =>
        Assert.Empty(PeerLints(peers, others));

    [Fact]
    public void That_selectors_were_not_checked_is_said_once()
    {
        var policies = string.Concat(Enumerable.Range(0, 4).Select(i => $"---\n{Policy("{}", $"p{i}", $"ns{i}")}"));
        var finding = Assert.Single(Linted.Findings(policies), finding => finding.Rule.Id == "WEIR009");
        Assert.Contains("ns0, ns1, ns2 and 1 more", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_come_in_the_order_of_the_text_and_those_without_a_place_last()
    {
        var findings = Linted.Findings(Policy("{podSelector: {matchLabels: {app: a}}, ingress: [{from: [{podSelector: {matchLabels: {app: b}}}]}]}", "z") + "---\n"
            + Policy("{podSelector: {matchLabels: {app: c}}}", "a") + "---\n" + Policy("{}", "x", "unknown") + Db);
        Assert.Equal(
            [("WEIR001", "z"), ("WEIR002", "z"), ("WEIR001", "a"), ("WEIR009", null)],
            findings.Where(finding => finding.Rule.Id is "WEIR001" or "WEIR002" or "WEIR009").Select(finding => (finding.Rule.Id, finding.About?.Name)));
    }

    private static IEnumerable<string> PeerLints(string peers, string others) =>
        Linted.Ids(Policy($"{{podSelector: {{}}, ingress: [{{from: [{peers}]}}]}}") + others).Where(id => id is "WEIR002" or "WEIR003" or "WEIR004");

    private static string Policy(string spec, string name = "p", string ns = "shop") =>
        $"apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: {name}, namespace: {ns}}}\nspec: {spec}\n";
}
