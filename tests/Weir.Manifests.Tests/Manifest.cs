using Weir.Policy.Model;

namespace Weir.Manifests.Tests;

/// <summary>Short ways to load a text and to write one.</summary>
internal static class Manifest
{
    public static ManifestLoadResult Load(string text, ManifestOptions? options = null) => ManifestLoader.LoadText("test.yaml", text, options);

    public static string Policy(string spec, string name = "p") => $$"""
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: {{name}}, namespace: x}
        spec: {{spec}}

        """;

    /// <summary>Loads a policy that must be good.</summary>
    public static NetworkPolicy LoadPolicy(string spec)
    {
        var result = Load(Policy(spec));
        Assert.Empty(result.Diagnostics);
        return Assert.Single(result.Snapshot.NetworkPolicies);
    }

    /// <summary>Loads a text that gives one diagnostic.</summary>
    public static ManifestDiagnostic OneDiagnostic(string text, ManifestOptions? options = null) => Assert.Single(Load(text, options).Diagnostics);

    public static NetworkPolicyPort Port(string port) => LoadPolicy($"{{ingress: [{{ports: [{port}]}}]}}").Ingress[0].Ports[0];
}
