using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Manifests;
using Weir.Policy.Model;

namespace Weir.Testing;

/// <summary>A NetworkPolicy of the shared cases, read as any manifest is: validated and with its defaults.</summary>
public static class PolicyJson
{
    public static NetworkPolicy Read(string ns, string name, JsonElement spec)
    {
        var manifest = new JsonObject
        {
            ["apiVersion"] = "networking.k8s.io/v1",
            ["kind"] = "NetworkPolicy",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns },
            ["spec"] = JsonNode.Parse(spec.GetRawText()),
        };
        var result = ManifestLoader.LoadText($"{ns}/{name}.json", manifest.ToJsonString());
        return result is { HasErrors: false, Snapshot.NetworkPolicies: [var policy] }
            ? policy with { Source = default }
            : throw new InvalidDataException(string.Join('\n', result.Diagnostics));
    }
}
