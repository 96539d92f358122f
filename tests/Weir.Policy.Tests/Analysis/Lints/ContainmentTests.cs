using CsCheck;
using Weir.Policy.Analysis.Lints;
using Weir.Policy.Model;
using Weir.Testing;

namespace Weir.Policy.Tests.Analysis.Lints;

public sealed class ContainmentTests
{
    [Fact]
    public void A_default_deny_is_contained_in_another_exactly_when_its_selector_implies_the_others()
    {
        var (contained, apart) = (0, 0);
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                var cluster = new RandomCluster(seed);
                var (narrow, wide) = (cluster.Policy(0).PodSelector, cluster.Policy(1).PodSelector);
                if (!LabelSets.Any(narrow.Matches) || !LabelSets.Any(wide.Matches)) return; // selects nothing: another lint's

                var implies = LabelSets.All(labels => !narrow.Matches(labels) || wide.Matches(labels));
                var findings = Linter.Run(new ClusterSnapshot { NetworkPolicies = [Deny("wide", wide), Deny("narrow", narrow)] });

                Assert.Equal(implies, findings.Any(finding => finding.Rule.Id == "WEIR061" && finding.About!.Name == "narrow"));
                if (implies) Interlocked.Increment(ref contained);
                else Interlocked.Increment(ref apart);
            },
            iter: 2000);
        Assert.True(contained > 100 && apart > 100, $"{contained} contained, {apart} not");
    }

    [Theory]
    [InlineData("{podSelector: {matchLabels: {app: a}}}", "{podSelector: {}}", true)]
    [InlineData("{podSelector: {matchLabels: {app: a}}}", "{namespaceSelector: {}}", true)]
    [InlineData("{podSelector: {}}", "{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}", true)]
    [InlineData("{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}, podSelector: {matchLabels: {app: a}}}", "{podSelector: {}}", true)]
    [InlineData("{namespaceSelector: {matchLabels: {env: prod}}}", "{podSelector: {}}", false)]
    [InlineData("{podSelector: {}}", "{podSelector: {matchLabels: {app: a}}}", false)]
    [InlineData("{ipBlock: {cidr: 10.1.0.0/16}}", "{ipBlock: {cidr: 10.0.0.0/8}}", true)]
    [InlineData("{ipBlock: {cidr: 10.1.0.0/16}}", "{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.2.0/24]}}", false)]
    [InlineData("{ipBlock: {cidr: 10.1.0.0/16, except: [10.1.2.0/23]}}", "{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.2.0/24]}}", true)]
    [InlineData("{ipBlock: {cidr: \"fd00::/8\"}}", "{ipBlock: {cidr: 0.0.0.0/0}}", false)]
    [InlineData("{podSelector: {}}", "{ipBlock: {cidr: 0.0.0.0/0}}", false)]
    public void A_rule_is_contained_in_a_wider_rule(string narrow, string wide, bool contained) => Assert.Equal(
        contained,
        Linted.Ids(Policy($"ingress: [{{from: [{narrow}], ports: [{{port: 80}}]}}, {{from: [{wide}]}}]")).Contains("WEIR060"));

    [Theory]
    [InlineData("{port: 80}", "{port: 1, endPort: 100}", true)]
    [InlineData("{port: 80, endPort: 90}", "{port: 80, endPort: 85}, {port: 86, endPort: 90}", true)]
    [InlineData("{port: http}", "{protocol: TCP}", true)]
    [InlineData("{port: http}", "{port: 1, endPort: 65534}", false)]
    [InlineData("{protocol: UDP, port: 80}", "{protocol: TCP}", false)]
    [InlineData("{protocol: TCP}", "{port: 80}", false)]
    public void Ports_are_contained_in_wider_ports(string narrow, string wide, bool contained) => Assert.Equal(
        contained,
        Linted.Ids(Policy($"ingress: [{{from: [{{podSelector: {{}}}}], ports: [{narrow}]}}, {{ports: [{wide}]}}]")).Contains("WEIR060"));

    [Fact]
    public void A_default_deny_beside_what_others_allow_is_no_noise() => Assert.DoesNotContain(
        Linted.Ids(Policy("ingress: []") + "---\n" + Policy("ingress: [{from: [{podSelector: {}}]}]", "allow")), id => id is "WEIR061" or "WEIR062");

    [Fact]
    public void Of_equal_policies_the_later_is_found()
    {
        var findings = Linted.Findings(Policy("ingress: [{from: [{podSelector: {}}]}]", "first") + "---\n" + Policy("ingress: [{from: [{podSelector: {}}]}]", "second"));
        var finding = Assert.Single(findings, finding => finding.Rule.Id == "WEIR061");
        Assert.Equal("second", finding.About!.Name);
        Assert.Contains("shop/first", finding.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Ten_thousand_policies_of_one_namespace_take_no_square()
    {
        var policies = Enumerable.Range(0, 10_000).Select(i => new NetworkPolicy
        {
            Namespace = "shop",
            Name = $"p{i}",
            PodSelector = LabelSelector.Of(("app", $"a{i % 2000}")),
            PolicyTypes = ["Ingress"],
            Ingress = [new NetworkPolicyRule { Peers = [new NetworkPolicyPeer { PodSelector = LabelSelector.Of(("app", $"a{i / 5}")) }], Ports = [new NetworkPolicyPort { Port = 80 }] }],
        });
        var pods = Enumerable.Range(0, 2000).Select(i => new Pod { Namespace = "shop", Name = $"a{i}", Labels = LabelSet.Of(("app", $"a{i}")) });
        var wide = new NetworkPolicy
        {
            Namespace = "shop",
            Name = "wide",
            PolicyTypes = ["Ingress"],
            Ingress = [new NetworkPolicyRule { Peers = [new NetworkPolicyPeer { PodSelector = LabelSelector.Everything }] }],
        };
        var snapshot = new ClusterSnapshot { NetworkPolicies = [wide, .. policies], Pods = [.. pods] };
        var findings = await Task.Run(() => Linter.Run(snapshot), TestContext.Current.CancellationToken);
        Assert.Equal(10_000, findings.Count(finding => finding.Rule.Id == "WEIR061"));
    }

    /// <summary>Every combination of the values that random selectors name, one more, and absence.</summary>
    private static readonly LabelSet[] LabelSets =
    [
        .. from app in Choices("app") from tier in Choices("tier") from env in Choices("env")
           select LabelSet.From([.. app, .. tier, .. env]),
    ];

    private static IEnumerable<KeyValuePair<string, string>[]> Choices(string key) =>
        [[], .. ((string[])["a", "b", "c", "", "else"]).Select(value => new[] { KeyValuePair.Create(key, value) })];

    private static NetworkPolicy Deny(string name, LabelSelector selector) =>
        new() { Namespace = "shop", Name = name, PodSelector = selector, PolicyTypes = ["Ingress"] };

    private static string Policy(string spec, string name = "p") =>
        $"apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: {name}, namespace: shop}}\nspec: {{podSelector: {{}}, {spec}}}\n";
}
