using System.Text.Json;
using Weir.Testing;

namespace Weir.Manifests.Tests.Validation;

/// <summary>One row of the answers of a real API server.</summary>
public sealed record ApiServerRow(string Id, string Manifest, string? OldManifest, JsonElement Lax, JsonElement Strict)
{
    private static readonly Lazy<IReadOnlyDictionary<string, ApiServerRow>> Rows = new(Load);

    public static bool Exist => Repository.SharedCase("np_validation.json") is not null;

    /// <summary>A single placeholder where the cases are absent, so that the theory is skipped with a reason.</summary>
    public static TheoryData<string> Ids => Exist ? [.. Rows.Value.Keys] : ["none"];

    public static ApiServerRow Get(string id)
    {
        Assert.SkipWhen(!Exist, Repository.NoCases);
        return Rows.Value[id];
    }

    public override string ToString() => Id;

    private static Dictionary<string, ApiServerRow> Load()
    {
        var text = File.ReadAllText(Repository.SharedCase("np_validation.json")!);
        return JsonDocument.Parse(text).RootElement.EnumerateArray().Select(row => new ApiServerRow(
            row.GetProperty("id").GetString()!,
            row.GetProperty("manifest").GetString()!,
            row.GetProperty("oldManifest").GetString(),
            row.GetProperty("lax"),
            row.GetProperty("strict"))).ToDictionary(row => row.Id);
    }
}
