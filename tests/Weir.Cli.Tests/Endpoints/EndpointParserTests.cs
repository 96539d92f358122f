using Weir.Cli.Endpoints;
using Weir.Cli.Input;
using Weir.Manifests;
using Weir.Policy.Resolution;

namespace Weir.Cli.Tests.Endpoints;

public sealed class EndpointParserTests
{
    private static readonly LoadedInput Input = LoadedInput.From(
        ManifestLoader.LoadText("cluster.yaml", """
            apiVersion: v1
            kind: Namespace
            metadata: {name: deploy}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: deploy}
            spec: {containers: [{name: c, image: i}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: x, labels: {app: web}}
            spec: {containers: [{name: c, image: i}]}
            status: {podIPs: [{ip: 10.0.0.1}]}
            ---
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: db, namespace: x}
            spec: {selector: {matchLabels: {app: db}}, template: {metadata: {labels: {app: db}}, spec: {containers: [{name: c, image: i}]}}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: x}
            spec: {selector: {app: web}, ports: [{port: 80}]}
            """),
        "x",
        PolicyProfile.Default);

    [Theory]
    [InlineData("x/web", "x/web")]
    [InlineData("web", "x/web")]
    [InlineData("pod/web", "x/web")]
    [InlineData("x/po/web", "x/web")]
    [InlineData("sts/db", "x/db")]
    [InlineData("x/statefulset/db", "x/db")]
    [InlineData("x/StatefulSets/db", "x/db")]
    [InlineData("service/x/web", "x/web")]
    [InlineData("x/svc/web", "x/web")]
    [InlineData("svc/web", "x/web")]
    [InlineData("deploy/web", "deploy/web")] // a namespace of that name comes before the kind
    [InlineData("10.0.0.1", "10.0.0.1 (x/web)")]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1 (x/web)")]
    [InlineData("010.0.0.1", "10.0.0.1 (x/web)")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    [InlineData("x:app=web,app.kubernetes.io/part-of=shop", "x:app=web,app.kubernetes.io/part-of=shop")]
    [InlineData("y:", "y:")]
    public void An_endpoint_is_read_in_every_form(string text, string end) =>
        Assert.Equal(end, Assert.Single(new EndpointParser(Input).Parse(text).Ends).Name);

    [Theory]
    [InlineData("x/wbe", "x/web")]
    [InlineData("y/web", "deploy/web or x/web")]
    [InlineData("x/sts/dbs", "x/statefulset/db")]
    [InlineData("service/x/we", "x/web")]
    public void A_slip_gets_the_nearest_name(string text, string meant)
    {
        var unknown = Assert.Throws<UsageException>(() => new EndpointParser(Input).Parse(text));

        Assert.Contains($"did you mean {meant}", unknown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("x/")]
    [InlineData("x/y/z/web")]
    [InlineData("x:web")]
    [InlineData("x:=web")]
    [InlineData(":app=web")]
    [InlineData("10.0.0.1:80")]
    [InlineData("10.0.0.256")]
    [InlineData("10.0.0.0/33")]
    public void Anything_else_is_refused(string text) =>
        Assert.Throws<UsageException>(() => new EndpointParser(Input).Parse(text));

    [Fact]
    public void A_block_is_cut_around_the_addresses_that_are_known()
    {
        var side = new EndpointParser(Input).Parse("10.0.0.0/30");

        Assert.Equal(["10.0.0.0", "10.0.0.1 (x/web)", "10.0.0.2/31"], side.Ends.Select(end => end.Name));
    }

    [Fact]
    public void The_whole_of_either_family_is_a_block()
    {
        Assert.Equal("0.0.0.0/0", new EndpointParser(Input).Parse("0.0.0.0/0").Text);
        Assert.Equal("::/0", Assert.Single(new EndpointParser(Input).Parse("::/0").Ends).Name);
    }

    [Fact]
    public void Two_pods_that_could_exist_are_two_even_if_they_look_alike()
    {
        var (source, destination) = new EndpointParser(Input).Parse("x:app=new", "x:app=new");

        Assert.NotEqual(((PodEnd)source.Ends[0]).Pod.Ref, ((PodEnd)destination.Ends[0]).Pod.Ref);
    }
}
