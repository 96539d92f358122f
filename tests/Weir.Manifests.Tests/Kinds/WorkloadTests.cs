using Weir.Policy.Model;

namespace Weir.Manifests.Tests.Kinds;

public class WorkloadTests
{
    private const string Template = "template: {metadata: {labels: {app: web}}, spec: {hostNetwork: true, containers: [{ports: [{name: http, containerPort: 80}]}]}}";

    private const string Deployment = $"{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: web, namespace: x}}, spec: {{{Template}}}}}";

    [Theory]
    [InlineData("apps/v1", "Deployment")]
    [InlineData("apps/v1", "StatefulSet")]
    [InlineData("apps/v1", "DaemonSet")]
    [InlineData("apps/v1", "ReplicaSet")]
    [InlineData("v1", "ReplicationController")]
    [InlineData("batch/v1", "Job")]
    public void A_workload_becomes_one_pod_of_its_template_even_with_no_replicas(string apiVersion, string kind)
    {
        var result = Manifest.Load($"{{apiVersion: {apiVersion}, kind: {kind}, metadata: {{name: web, namespace: x}}, spec: {{replicas: 0, {Template}}}}}");

        Assert.Empty(result.Diagnostics);
        var pod = Assert.Single(result.Snapshot.Pods);
        Assert.Equal(new PodRef("x", "web"), pod.Ref);
        Assert.Equal(new WorkloadRef(kind, "web"), pod.Workload);
        Assert.Equal(LabelSet.Of(("app", "web")), pod.Labels);
        Assert.Equal("http", Assert.Single(pod.Ports).Name);
        Assert.True(pod.HostNetwork);
        Assert.Empty(pod.IPs);
        Assert.Equal(new KindCount(apiVersion, kind, 1), Assert.Single(result.Loaded));
    }

    [Fact]
    public void A_cron_job_becomes_one_pod_of_its_jobs_template()
    {
        var result = Manifest.Load($"{{apiVersion: batch/v1, kind: CronJob, metadata: {{name: c}}, spec: {{jobTemplate: {{spec: {{{Template}}}}}}}}}");

        var pod = Assert.Single(result.Snapshot.Pods);
        Assert.Equal((new PodRef("default", "c"), new WorkloadRef("CronJob", "c")), (pod.Ref, pod.Workload));
        Assert.Equal("web", Assert.Single(pod.Labels).Value);
    }

    [Fact]
    public void A_workload_without_a_template_is_refused()
    {
        var diagnostic = Manifest.OneDiagnostic("{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 1}}");

        Assert.Equal(("spec.template", "Required value"), (diagnostic.Field, diagnostic.Message));
    }

    [Fact]
    public void A_live_pod_displaces_the_template_of_its_deployment()
    {
        var pods = Pods(Deployment, LivePod("Running"));

        Assert.Equal(("web-5d4f-abcde", new WorkloadRef("Deployment", "web")), (Assert.Single(pods).Name, pods[0].Workload));
    }

    [Fact]
    public void A_finished_pod_does_not_displace_the_template() => Assert.Equal(2, Pods(Deployment, LivePod("Succeeded")).Length);

    [Fact]
    public void A_live_pod_displaces_the_template_wherever_the_two_stand() =>
        Assert.Equal(Pods(Deployment, LivePod("Running")).Select(pod => pod.Name), Pods(LivePod("Running"), Deployment).Select(pod => pod.Name));

    [Fact]
    public void A_replica_set_gives_way_to_its_deployment()
    {
        var set = $$$"""
            {apiVersion: apps/v1, kind: ReplicaSet, spec: {{{{Template}}}},
             metadata: {name: web-5d4f, namespace: x, ownerReferences: [{kind: Deployment, name: web, controller: true}]}}
            """;

        Assert.Equal(["web"], Pods(set, Deployment).Select(pod => pod.Name));
        Assert.Equal(new WorkloadRef("Deployment", "web"), Assert.Single(Pods(set)).Workload);
    }

    [Fact]
    public void A_pod_of_a_job_belongs_to_the_jobs_cron_job()
    {
        var job = $$$"""
            {apiVersion: batch/v1, kind: Job, spec: {{{{Template}}}},
             metadata: {name: c-1, namespace: x, ownerReferences: [{kind: CronJob, name: c, controller: true}]}}
            """;
        var pod = """
            {apiVersion: v1, kind: Pod, metadata: {name: c-1-abcde, namespace: x, ownerReferences: [{kind: Job, name: c-1, controller: true}]}}
            """;

        Assert.Equal(new WorkloadRef("CronJob", "c"), Assert.Single(Pods(job, pod)).Workload);
    }

    [Fact]
    public void Workloads_that_own_each_other_in_a_circle_do_no_harm()
    {
        var a = $"{{apiVersion: batch/v1, kind: Job, metadata: {{name: a, ownerReferences: [{{kind: Job, name: b, controller: true}}]}}, spec: {{{Template}}}}}";
        var b = $"{{apiVersion: batch/v1, kind: Job, metadata: {{name: b, ownerReferences: [{{kind: Job, name: a, controller: true}}]}}, spec: {{{Template}}}}}";

        Assert.NotEmpty(Pods(a, b));
    }

    [Fact]
    public void Workloads_of_one_name_keep_apart()
    {
        var names = Pods(Deployment, Deployment.Replace("Deployment", "StatefulSet", StringComparison.Ordinal)).Select(pod => pod.Name);

        Assert.Equal(["web", "web[StatefulSet]"], names);
    }

    private static Pod[] Pods(params string[] documents)
    {
        var result = Manifest.Load(string.Join("\n---\n", documents));
        Assert.Empty(result.Diagnostics);
        return [.. result.Snapshot.Pods];
    }

    private static string LivePod(string phase) => $$"""
        apiVersion: v1
        kind: Pod
        metadata:
          name: web-5d4f-abcde
          namespace: x
          labels: {app: web, pod-template-hash: 5d4f}
          ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-5d4f, controller: true}]
        status: {phase: {{phase}}}
        """;
}
