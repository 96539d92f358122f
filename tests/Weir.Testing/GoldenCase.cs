using System.Collections.Immutable;
using System.Text.Json;
using Weir.Policy.Model;
using Weir.Policy.Ports;

namespace Weir.Testing;

/// <summary>One verdict by hand (rule book F.1) that NetworkPolicy alone decides.</summary>
public sealed record GoldenCase(
    string Id, ImmutableArray<NetworkPolicy> Policies, string Source, string Destination, Protocol Protocol, ushort Port,
    bool ViaService, bool Allowed, string Reason)
{
    /// <summary>The rows without cluster-wide policies, G01 to G82; none where the shared cases are absent.</summary>
    public static ImmutableArray<GoldenCase> All { get; } = Read();

    public override string ToString() => $"{Id} {Source} -> {Destination} {Protocol.ToApi()}/{Port}: {Reason}";

    private static ImmutableArray<GoldenCase> Read()
    {
        if (Repository.SharedCase("golden.json") is not { } path) return [];

        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. document.RootElement.EnumerateArray().Where(row => row.GetProperty("clusterNetworkPolicies").GetArrayLength() == 0).Select(Row)];
    }

    private static GoldenCase Row(JsonElement row)
    {
        if (!ProtocolExtensions.TryParseApi(Text("protocol"), out var protocol)) throw new InvalidDataException(Text("protocol"));

        return new GoldenCase(
            Text("id"),
            [
                .. row.GetProperty("networkPolicies").EnumerateArray()
                    .Select((policy, i) => PolicyJson.Read(policy.GetProperty("namespace").GetString()!, $"p{i}", policy.GetProperty("spec"))),
            ],
            Text("src"),
            Text("dst"),
            protocol,
            row.GetProperty("port").GetUInt16(),
            row.GetProperty("viaService").GetBoolean(),
            row.GetProperty("allowed").GetBoolean(),
            Text("reason"));

        string Text(string name) => row.GetProperty(name).GetString()!;
    }
}
