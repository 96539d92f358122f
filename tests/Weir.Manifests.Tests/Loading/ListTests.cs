using Weir.Testing;

namespace Weir.Manifests.Tests.Loading;

public class ListTests
{
    [Fact]
    public void A_list_gives_its_items_and_lists_may_nest()
    {
        var result = Manifest.Load("""
            apiVersion: v1
            kind: List
            items:
              - {apiVersion: v1, kind: Pod, metadata: {name: a}}
              - apiVersion: v1
                kind: List
                items: [{apiVersion: v1, kind: Pod, metadata: {name: b}}]
            """);

        Assert.Empty(result.Diagnostics);
        Assert.Equal(["a", "b"], result.Snapshot.Pods.Select(pod => pod.Name));
    }

    [Fact]
    public void Items_of_a_typed_list_may_lack_kind_and_version()
    {
        var result = Manifest.Load("""
            {apiVersion: networking.k8s.io/v1, kind: NetworkPolicyList, metadata: {resourceVersion: "1"}, items: [{metadata: {name: p, namespace: x}}]}
            """);

        Assert.Empty(result.Diagnostics);
        Assert.Equal("x/p", Assert.Single(result.Snapshot.NetworkPolicies).ToString());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    public void An_empty_list_is_no_error(string items) =>
        Assert.Empty(Manifest.Load($"{{apiVersion: v1, kind: List, items: {items}}}").Diagnostics);

    [Fact]
    public void A_bad_item_is_located_and_the_good_ones_load()
    {
        var result = Manifest.Load("""
            apiVersion: v1
            kind: PodList
            items:
              - {metadata: {name: a}}
              - {metadata: {name: b}, spec: []}
              - 7
              - {metadata: {name: c}}
            """);

        Assert.Equal(["a", "c"], result.Snapshot.Pods.Select(pod => pod.Name));
        Assert.Equal(["test.yaml:5:33", "test.yaml:6:5"], result.Diagnostics.Select(d => d.Source.ToString()));
    }

    [Fact]
    public void Other_kinds_are_passed_over_and_counted()
    {
        var result = Manifest.Load("""
            {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}
            ---
            {apiVersion: projectcalico.org/v3, kind: NetworkPolicy, metadata: {name: b}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: c}}
            ---
            {apiVersion: example.com/v1, kind: AllowList, spec: {}}
            """);

        Assert.Empty(result.Diagnostics);
        Assert.Equal(
            [new("example.com/v1", "AllowList", 1), new("projectcalico.org/v3", "NetworkPolicy", 1), new("v1", "ConfigMap", 2)],
            result.PassedOver);
    }

    [Theory]
    [InlineData("extensions/v1beta1", "NetworkPolicy", "networking.k8s.io/v1")]
    [InlineData("networking.k8s.io/v1beta1", "NetworkPolicy", "networking.k8s.io/v1")]
    [InlineData("extensions/v1beta1", "Deployment", "apps/v1")]
    [InlineData("batch/v1beta1", "CronJob", "batch/v1")]
    public void A_version_that_servers_no_longer_have_is_an_error(string apiVersion, string kind, string current)
    {
        var diagnostic = Manifest.OneDiagnostic($"{{apiVersion: {apiVersion}, kind: {kind}, metadata: {{name: p}}}}");

        Assert.Equal((DiagnosticIds.UnknownVersion, DiagnosticSeverity.Error), (diagnostic.Id, diagnostic.Severity));
        Assert.Equal($"no kind \"{kind}\" is registered for version \"{apiVersion}\"", diagnostic.Message);
        Assert.Equal($"use {current}", diagnostic.Hint);
    }

    [Theory]
    [InlineData("{apiVersion: v1}", "Object 'Kind' is missing")]
    [InlineData("{kind: Pod}", "Object 'apiVersion' is missing")]
    [InlineData("just text", "a Kubernetes object is a mapping, this is of type string")]
    [InlineData("- a\n- b", "a Kubernetes object is a mapping, this is of type array")]
    public void What_is_no_object_is_an_error(string text, string message)
    {
        var diagnostic = Manifest.OneDiagnostic(text);

        Assert.Equal((DiagnosticIds.NotAnObject, message), (diagnostic.Id, diagnostic.Message));
    }

    [Fact]
    public void Of_an_object_given_twice_the_later_one_counts_with_a_warning()
    {
        var result = Manifest.Load(
            Manifest.Policy("{}") + "---\n" + Manifest.Policy("{}", "q") + "---\n" + Manifest.Policy("{policyTypes: [Egress]}"));

        Assert.Equal(["p", "q"], result.Snapshot.NetworkPolicies.Select(policy => policy.Name));
        Assert.Equal(["Egress"], result.Snapshot.NetworkPolicies[0].PolicyTypes);
        var diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal((DiagnosticIds.DuplicateObject, DiagnosticSeverity.Warning), (diagnostic.Id, diagnostic.Severity));
        Assert.Equal("already given at test.yaml:1:1; this one counts", diagnostic.Message);
        Assert.Equal("test.yaml:11:1", diagnostic.Source.ToString());
    }

    [Fact]
    public void One_bad_object_among_many_hides_none_of_the_others()
    {
        var documents = Enumerable.Range(0, 100).Select(i => Manifest.Policy(i == 50 ? "{policyTypes: [x]}" : "{}", $"p{i}"));
        var result = Manifest.Load(string.Join("---\n", documents));

        Assert.Equal(99, result.Snapshot.NetworkPolicies.Length);
        Assert.Equal(new ObjectRef("NetworkPolicy", "x", "p50"), Assert.Single(result.Diagnostics).About);
    }

    [Fact]
    public void Every_error_of_an_object_is_reported()
    {
        var result = Manifest.Load(Manifest.Policy("{podSelector: {matchLabels: {a: 1, b: true}}, policyTypes: Ingress, ingress: {}}"));

        Assert.Equal(
            ["spec.ingress", "spec.podSelector.matchLabels", "spec.podSelector.matchLabels", "spec.policyTypes"],
            result.Diagnostics.Select(d => d.Field));
    }

    [Fact]
    public void Odd_CIDRs_are_warnings_in_lax_mode_and_errors_in_strict_mode()
    {
        var text = Manifest.Policy("{ingress: [{from: [{ipBlock: {cidr: 010.0.0.0/8}}]}]}");
        var lax = Manifest.Load(text);
        var strict = Manifest.Load(text, new ManifestOptions { StrictCidrs = true });

        Assert.Single(lax.Snapshot.NetworkPolicies);
        Assert.Equal((DiagnosticIds.CidrForm, DiagnosticSeverity.Warning), (Assert.Single(lax.Diagnostics).Id, lax.Diagnostics[0].Severity));
        Assert.Empty(strict.Snapshot.NetworkPolicies);
        Assert.Contains(strict.Diagnostics, d => d.Message == "Invalid value: \"010.0.0.0/8\": must not have leading 0s in IP or prefix length");
    }

    [Fact]
    public void Manifests_of_the_cluster_wide_API_load_with_their_policies_counted()
    {
        var path = Repository.SharedCase("clusternetworkpolicy");
        Assert.SkipWhen(path is null, Repository.NoCases);

        var result = ManifestLoader.Load([path!]);

        // One StatefulSet of the conformance suite is a template: "port: {{ … }}" is no YAML that JSON could hold.
        var syntax = Assert.Single(result.Diagnostics, d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal((DiagnosticIds.Syntax, "StatefulSet"), (syntax.Id, syntax.About?.Kind));
        Assert.True(result.PassedOver.Single(count => count.Kind == "ClusterNetworkPolicy").Count >= 20);
        Assert.Equal(2, result.PassedOver.Single(count => count.Kind == "CustomResourceDefinition").Count);
        Assert.NotEmpty(result.Snapshot.Pods);
        Assert.All(result.Snapshot.Pods, pod => Assert.Equal("StatefulSet", pod.Workload?.Kind));
    }
}
