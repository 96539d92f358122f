using System.Text;

namespace Weir.Manifests.Tests.Loading;

public sealed class InputTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("weir-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_folder_is_read_recursively_in_ordinal_order()
    {
        Write("b.yaml", Namespace("b"));
        Write("a/z.json", """{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "z"}}""");
        Write("C.yml", Namespace("c"));
        Write("notes.txt", "not: read");

        var result = ManifestLoader.Load([folder]);

        Assert.Empty(result.Diagnostics);
        Assert.Equal(["c", "z", "b"], result.Snapshot.Namespaces.Select(ns => ns.Name));
        Assert.Equal(Path.Combine(folder, "b.yaml"), result.Snapshot.Namespaces[2].Source.File);
    }

    [Fact]
    public void A_linked_folder_that_leads_back_is_not_entered()
    {
        Write("a.yaml", Namespace("a"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "loop"), folder);

        Assert.Single(ManifestLoader.Load([folder]).Snapshot.Namespaces);
    }

    [Fact]
    public void A_named_file_is_read_whatever_its_extension()
    {
        Write("a.txt", Namespace("a"));

        Assert.Single(ManifestLoader.Load([Path.Combine(folder, "a.txt")]).Snapshot.Namespaces);
    }

    [Fact]
    public void A_dash_is_standard_input()
    {
        var options = new ManifestOptions { StandardInput = new MemoryStream(Encoding.UTF8.GetBytes(Namespace("a"))) };
        var result = ManifestLoader.Load(["-"], options);

        Assert.Equal("-:1:1", Assert.Single(result.Snapshot.Namespaces).Source.ToString());
    }

    [Fact]
    public void A_missing_path_is_an_error_and_the_others_load()
    {
        Write("a.yaml", Namespace("a"));
        var missing = Path.Combine(folder, "no.yaml");
        var result = ManifestLoader.Load([missing, Path.Combine(folder, "a.yaml")]);

        Assert.Single(result.Snapshot.Namespaces);
        var diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal((DiagnosticIds.Unreadable, "no such file or folder", missing), (diagnostic.Id, diagnostic.Message, diagnostic.Source.File));
    }

    [Fact]
    public void A_folder_without_manifests_is_worth_a_warning() =>
        Assert.Equal((DiagnosticIds.Empty, DiagnosticSeverity.Warning), IdAndSeverity(ManifestLoader.Load([folder])));

    [Theory]
    [InlineData("")]
    [InlineData("\n# only a comment\n")]
    [InlineData("---\n---\n")]
    public void A_file_without_objects_is_worth_a_warning(string text) =>
        Assert.Equal((DiagnosticIds.Empty, DiagnosticSeverity.Warning), IdAndSeverity(Manifest.Load(text)));

    [Fact]
    public void Documents_between_empty_ones_load() =>
        Assert.Equal(2, Manifest.Load($"---\n---\n{Namespace("a")}\n---\n# nothing\n---\n{Namespace("b")}\n---\n").Snapshot.Namespaces.Length);

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void A_byte_order_mark_is_no_text(string encoding)
    {
        var to = Encoding.GetEncoding(encoding);
        File.WriteAllText(Path.Combine(folder, "a.yaml"), Namespace("a"), to);
        var result = ManifestLoader.Load([folder]);

        Assert.Empty(result.Diagnostics);
        Assert.Equal("a", Assert.Single(result.Snapshot.Namespaces).Name);
        Assert.Equal(1, result.Snapshot.Namespaces[0].Source.Column);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'a', (byte)':', (byte)'\n', (byte)' ', 0, (byte)'b' }, "control characters are not allowed", 2, 2)]
    [InlineData(new byte[] { 0x7F, (byte)'E', (byte)'L', (byte)'F' }, "control characters are not allowed", 1, 1)]
    [InlineData(new byte[] { (byte)'a', (byte)'\n', (byte)'b', 0xFF, 0x80 }, "not UTF-8 text", 2, 2)]
    public void A_binary_file_is_refused_at_its_first_odd_byte(byte[] bytes, string message, int line, int column)
    {
        File.WriteAllBytes(Path.Combine(folder, "a.yaml"), bytes);
        var diagnostic = Assert.Single(ManifestLoader.Load([folder]).Diagnostics);

        Assert.Equal((DiagnosticIds.NotText, message), (diagnostic.Id, diagnostic.Message));
        Assert.Equal((line, column), (diagnostic.Source.Line, diagnostic.Source.Column));
    }

    [Theory]
    [InlineData("a: [b\n", 2)]
    [InlineData("a: \"b\n", 1)]
    [InlineData("a: b: c\n", 1)]
    [InlineData("a:\n\t- b\n", 2)]
    [InlineData("a: b\n]\n", 2)]
    [InlineData("|x\n", 1)]
    [InlineData("{\"a\": [1, 2", 1)]
    public void A_syntax_error_is_located_and_loses_no_other_document(string broken, int line)
    {
        var result = Manifest.Load($"{Namespace("a")}\n---\n{broken}\n---\n{Namespace("b")}\n");

        Assert.Equal(["a", "b"], result.Snapshot.Namespaces.Select(ns => ns.Name));
        Assert.Equal("test.yaml:5:1", result.Snapshot.Namespaces[1].Source.ToString().Replace($":{5 + broken.Count('\n')}:", ":5:", StringComparison.Ordinal));
        var diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal(DiagnosticIds.Syntax, diagnostic.Id);
        Assert.InRange(diagnostic.Source.Line, 2 + line, 3 + line);
    }

    [Fact]
    public void A_document_whose_first_token_is_broken_does_not_take_the_one_before_along()
    {
        var result = Manifest.Load($"{Namespace("a")}\n--- |x\n--- {Namespace("b")}\n");

        Assert.Equal(["a", "b"], result.Snapshot.Namespaces.Select(ns => ns.Name));
        Assert.Equal("test.yaml:2:5", Assert.Single(result.Diagnostics).Source.ToString());
    }

    [Fact]
    public void A_tab_that_indents_is_located()
    {
        var diagnostic = Manifest.OneDiagnostic("---\n# empty\n---\nc:\n\t- d\n");

        Assert.Equal((DiagnosticIds.Syntax, "test.yaml:5:1"), (diagnostic.Id, diagnostic.Source.ToString()));
        Assert.Contains("tab", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_file_is_an_error_and_what_stands_before_loads()
    {
        var whole = Manifest.Policy("{}") + "---\n" + Manifest.Policy("{ingress: [{from: [{podSelector: {}}]}]}", "q");
        var result = Manifest.Load(whole[..^8]);

        Assert.Equal("p", Assert.Single(result.Snapshot.NetworkPolicies).Name);
        Assert.Equal(DiagnosticIds.Syntax, Assert.Single(result.Diagnostics).Id);
    }

    [Fact]
    public void JSON_with_tabs_and_several_values_loads()
    {
        var json = "{\t\"apiVersion\": \"v1\",\n\t\"kind\": \"Namespace\", \"metadata\": {\"name\": \"a\"}}\n";
        var result = Manifest.Load(json + json.Replace("\"a\"", "\"b\"", StringComparison.Ordinal));

        Assert.Empty(result.Diagnostics);
        Assert.Equal("test.yaml:3:1", result.Snapshot.Namespaces[1].Source.ToString());
    }

    [Fact]
    public void JSON_escapes_are_read()
    {
        var result = Manifest.Load("""{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a", "annotations": {"k\/x": "\ud83d\ude00"}, "labels": {"\u0061": "b"}}}""");

        Assert.Empty(result.Diagnostics);
        Assert.True(result.Snapshot.Namespaces[0].Labels.ContainsKey("a"));
    }

    [Fact]
    public void JSON_and_the_same_YAML_give_the_same_policy()
    {
        var yaml = Manifest.LoadPolicy("{ingress: [{ports: [{port: 100, endPort: 200}, {port: web}], from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]}");
        var json = Assert.Single(Manifest.Load("""
            {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "p", "namespace": "x"},
             "spec": {"ingress": [{"ports": [{"port": 1e2, "endPort": 200.0}, {"port": "web"}], "from": [{"ipBlock": {"cidr": "10.0.0.0/8"}}]}]}}
            """).Snapshot.NetworkPolicies);

        Assert.Equal(yaml.Ingress[0].Ports, json.Ingress[0].Ports);
        Assert.Equal(yaml.Ingress[0].Peers, json.Ingress[0].Peers);
    }

    [Fact]
    public void An_object_without_a_namespace_belongs_to_the_default_one()
    {
        var text = "{apiVersion: v1, kind: Pod, metadata: {name: p}}";

        Assert.Equal("default/p", Assert.Single(Manifest.Load(text).Snapshot.Pods).ToString());
        Assert.Equal("y/p", Assert.Single(Manifest.Load(text, new ManifestOptions { DefaultNamespace = "y" }).Snapshot.Pods).ToString());
    }

    [Fact]
    public void A_cancelled_load_stops() => Assert.Throws<OperationCanceledException>(
        () => ManifestLoader.LoadText("a", Namespace("a"), cancellationToken: new CancellationToken(canceled: true)));

    private static string Namespace(string name) => $"{{apiVersion: v1, kind: Namespace, metadata: {{name: {name}}}}}";

    private static (string Id, DiagnosticSeverity Severity) IdAndSeverity(ManifestLoadResult result)
    {
        var diagnostic = Assert.Single(result.Diagnostics);
        return (diagnostic.Id, diagnostic.Severity);
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
