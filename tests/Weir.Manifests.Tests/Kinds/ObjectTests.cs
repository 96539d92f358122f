using Weir.Policy.Addresses;
using Weir.Policy.Model;
using Weir.Policy.Ports;

namespace Weir.Manifests.Tests.Kinds;

public class ObjectTests
{
    [Fact]
    public void A_pod_is_read_with_all_that_verdicts_need()
    {
        var pod = Assert.Single(Load("""
            apiVersion: v1
            kind: Pod
            metadata: {name: p, namespace: x, labels: {app: web}, creationTimestamp: 2024-01-02T03:04:05Z}
            spec:
              nodeName: n1
              hostNetwork: true
              initContainers:
                - {name: once, ports: [{name: setup, containerPort: 1}]}
                - {name: again, restartPolicy: OnFailure, ports: [{name: retry, containerPort: 2}]}
                - {name: sidecar, restartPolicy: Always, ports: [{name: metrics, containerPort: 9090}]}
              containers:
                - {name: a, ports: [{name: http, containerPort: 80}, {containerPort: 53, protocol: UDP}]}
                - {name: b}
            status:
              phase: Running
              podIP: 10.0.0.1
              podIPs: [{ip: 10.0.0.1}, {ip: "fd00::1"}]
            """).Pods);

        Assert.Equal(
            new Pod
            {
                Namespace = "x",
                Name = "p",
                Labels = LabelSet.Of(("app", "web")),
                CreatedAt = new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero).ToUnixTimeSeconds(),
                NodeName = "n1",
                HostNetwork = true,
                Phase = PodPhase.Running,
                IPs = [IP.Parse("10.0.0.1"), IP.Parse("fd00::1")],
                Ports = [new("http", Protocol.Tcp, 80), new("", Protocol.Udp, 53), new("metrics", Protocol.Tcp, 9090)],
                Source = new Source("test.yaml", 1, 1),
            },
            pod);
    }

    [Theory]
    [InlineData("{podIP: 10.0.0.1}", "10.0.0.1")]
    [InlineData("{podIP: 10.0.0.1, podIPs: []}", "10.0.0.1")]
    [InlineData("{podIP: \"\"}", "")]
    [InlineData("null", "")]
    public void An_old_clusters_single_address_is_read(string status, string ips) =>
        Assert.Equal(ips, string.Join(',', Assert.Single(Load($"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, status: {status}}}").Pods).IPs));

    [Theory]
    [InlineData("ReplicaSet", "web-abc", "abc", "Deployment", "web")]
    [InlineData("ReplicaSet", "web-abc", "other", "ReplicaSet", "web-abc")]
    [InlineData("StatefulSet", "db", "abc", "StatefulSet", "db")]
    public void A_pod_belongs_to_its_controller(string kind, string name, string hash, string workloadKind, string workloadName)
    {
        var pod = Assert.Single(Load($$"""
            apiVersion: v1
            kind: Pod
            metadata:
              name: p
              labels: {pod-template-hash: {{hash}}}
              ownerReferences:
                - {kind: Other, name: bystander}
                - {kind: {{kind}}, name: {{name}}, controller: true}
            """).Pods);

        Assert.Equal(new WorkloadRef(workloadKind, workloadName), pod.Workload);
    }

    [Fact]
    public void A_static_pod_is_no_workload_of_its_node() =>
        Assert.Null(Assert.Single(Load("{apiVersion: v1, kind: Pod, metadata: {name: p, ownerReferences: [{kind: Node, name: n1, controller: true}]}}").Pods).Workload);

    [Fact]
    public void A_node_is_read_with_its_internal_and_external_addresses()
    {
        var node = Assert.Single(Load("""
            apiVersion: v1
            kind: Node
            metadata: {name: n1, labels: {zone: a}}
            status:
              addresses:
                - {type: Hostname, address: n1}
                - {type: InternalIP, address: 192.168.0.1}
                - {type: ExternalIP, address: "2001:db8::1"}
            """).Nodes);

        Assert.Equal(["192.168.0.1", "2001:db8::1"], node.Addresses.Select(ip => ip.ToString()));
        Assert.Equal(LabelSet.Of(("zone", "a")), node.Labels);
    }

    [Fact]
    public void A_service_is_read_with_its_ports_and_addresses()
    {
        var service = Assert.Single(Load("""
            apiVersion: v1
            kind: Service
            metadata: {name: s, namespace: x}
            spec:
              clusterIP: 10.96.0.1
              clusterIPs: [10.96.0.1, "fd00::1"]
              selector: {app: web}
              ports:
                - {name: http, port: 80, targetPort: web}
                - {name: dns, port: 53, protocol: UDP, targetPort: 5353}
                - {port: 443}
            """).Services);

        Assert.Equal(["10.96.0.1", "fd00::1"], service.ClusterIPs.Select(ip => ip.ToString()));
        Assert.Equal(LabelSelector.Of(("app", "web")), service.Selector);
        Assert.Equal([new("http", Protocol.Tcp, 80, "web"), new("dns", Protocol.Udp, 53, 5353), new("", Protocol.Tcp, 443, null)], service.Ports);
    }

    [Theory]
    [InlineData("{clusterIP: None}", "")]
    [InlineData("{clusterIPs: [None]}", "")]
    [InlineData("{clusterIP: 10.96.0.7}", "10.96.0.7")]
    [InlineData("{type: ExternalName, externalName: example.com}", "")]
    public void A_service_has_the_addresses_that_it_states(string spec, string ips)
    {
        var service = Assert.Single(Load($"{{apiVersion: v1, kind: Service, metadata: {{name: s}}, spec: {spec}}}").Services);

        Assert.Equal(ips, string.Join(',', service.ClusterIPs));
        Assert.Null(service.Selector);
    }

    [Fact]
    public void A_namespace_that_nobody_declares_exists_with_its_name_label()
    {
        var namespaces = Load("""
            {apiVersion: v1, kind: Pod, metadata: {name: p, namespace: b}}
            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: a, labels: {team: red}}}
            ---
            {apiVersion: v1, kind: Service, metadata: {name: s, namespace: a}}
            """).Namespaces;

        Assert.Equal(["a", "b"], namespaces.Select(ns => ns.Name));
        Assert.Equal(LabelSet.Of(("team", "red"), (Namespace.NameLabel, "a")), namespaces[0].Labels);
        Assert.Equal(LabelSet.Of((Namespace.NameLabel, "b")), namespaces[1].Labels);
    }

    [Theory]
    [InlineData("{kind: Pod, apiVersion: v1, metadata: {name: p, labels: {a: 1}}}", "metadata.labels", "json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string")]
    [InlineData("{kind: Pod, apiVersion: v1, metadata: {name: p}, spec: {hostNetwork: \"yes\"}}", "spec.hostNetwork", "json: cannot unmarshal string into Go struct field PodSpec.spec.hostNetwork of type bool")]
    [InlineData("{kind: Pod, apiVersion: v1, metadata: {name: p}, spec: {containers: [{ports: [{containerPort: 0}]}]}}", "spec.containers[0].ports[0].containerPort", "Invalid value: 0: must be between 1 and 65535, inclusive")]
    [InlineData("{kind: Pod, apiVersion: v1, metadata: {name: p}, spec: {containers: [{ports: [{containerPort: 1, protocol: tcp}]}]}}", "spec.containers[0].ports[0].protocol", "Unsupported value: \"tcp\": supported values: \"SCTP\", \"TCP\", \"UDP\"")]
    [InlineData("{kind: Pod, apiVersion: v1, metadata: {name: p}, status: {podIPs: [{ip: 10.0.0.1}, {ip: nonsense}]}}", "status.podIPs[1].ip", "Invalid value: \"nonsense\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")]
    [InlineData("{kind: Pod, apiVersion: v1, metadata: {name: p, creationTimestamp: today}}", "metadata.creationTimestamp", "cannot parse \"today\" as a time, for example 2006-01-02T15:04:05Z (RFC 3339)")]
    [InlineData("{kind: Pod, apiVersion: v1, metadata: {}}", "metadata.name", "Required value: name or generateName is required")]
    [InlineData("{kind: Service, apiVersion: v1, metadata: {name: s}, spec: {clusterIPs: [None, x]}}", "spec.clusterIPs[1]", "Invalid value: \"x\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")]
    [InlineData("{kind: Node, apiVersion: v1, metadata: {name: n}, status: {addresses: {}}}", "status.addresses", "json: cannot unmarshal object into Go struct field NodeStatus.status.addresses of type []v1.NodeAddress")]
    [InlineData("{kind: Namespace, apiVersion: v1, metadata: [n]}", "metadata", "json: cannot unmarshal array into Go struct field Namespace.metadata of type v1.ObjectMeta")]
    public void A_bad_object_of_any_kind_is_left_out_and_says_why(string text, string field, string message)
    {
        var result = Manifest.Load(text);

        Assert.Contains(result.Diagnostics, d => d.Severity == DiagnosticSeverity.Error && d.Field == field && d.Message == message);
        Assert.Empty(result.Loaded);
        Assert.Empty(result.Snapshot.Pods);
    }

    [Fact]
    public void A_policy_without_a_name_gets_one_from_generateName()
    {
        var text = "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {generateName: deny-}}";
        var names = Load($"{text}\n---\n{text}").NetworkPolicies.Select(policy => policy.Name).ToList();

        Assert.Equal(2, names.Distinct().Count());
        Assert.All(names, name => Assert.StartsWith("deny-", name));
    }

    private static ClusterSnapshot Load(string text)
    {
        var result = Manifest.Load(text);
        Assert.Empty(result.Diagnostics);
        return result.Snapshot;
    }
}
