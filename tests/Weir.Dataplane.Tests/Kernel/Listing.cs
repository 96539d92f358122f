using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Policy.Addresses;

namespace Weir.Dataplane.Tests.Kernel;

/// <summary>
/// What nft lists of our table, one sorted line for each element, such as <c>in_rows4: 0:5 . 10.0.0.1 : 8000:2</c>. Ranges of addresses are
/// written first-last, however nft shortens them.
/// </summary>
internal static class Listing
{
    public static IReadOnlyList<string> Elements(TestNamespace ns)
    {
        var document = JsonNode.Parse(ns.Run("nft", "-n", "-j", "list", "table", "inet", "weir"))!;
        SortedSet<string> lines = new(StringComparer.Ordinal);
        foreach (var item in document["nftables"]!.AsArray())
        {
            if ((item!["set"] ?? item["map"]) is not JsonObject set || set["elem"] is not JsonArray elements) continue;

            foreach (var element in elements)
            {
                var isMap = item["map"] is not null;
                var key = isMap ? element!.AsArray()[0]! : element!;
                var line = $"{set["name"]}: {Key(key)}";
                lines.Add(isMap ? $"{line} : {element!.AsArray()[1]}" : line);
            }
        }

        return [.. lines];
    }

    /// <summary>Chains and rules without what only counts.</summary>
    public static string Rules(TestNamespace ns)
    {
        var lines = ns.Run("nft", "-s", "list", "table", "inet", "weir").Split('\n').Select(line => line.Trim());
        return string.Join('\n', lines.SkipWhile(line => !line.StartsWith("chain", StringComparison.Ordinal)));
    }

    private static string Key(JsonNode node) => node switch
    {
        JsonObject o when o["concat"] is JsonArray fields => string.Join(" . ", fields.Select(field => Key(field!))),
        JsonObject o when o["range"] is JsonArray ends => $"{Key(ends[0]!)}-{Key(ends[1]!)}",
        JsonObject o when o["prefix"] is { } prefix => Cidr((string)prefix["addr"]!, (int)prefix["len"]!),
        JsonObject o when o["elem"] is { } element => Key(element["val"]!),
        JsonValue v when v.GetValueKind() == JsonValueKind.Number => ((long)v).ToString(CultureInfo.InvariantCulture),
        JsonValue v => IP.TryParse((string)v!, out var ip) ? ip.ToString() : (string)v!,
        _ => node.ToJsonString(),
    };

    private static string Cidr(string address, int length)
    {
        var range = new Cidr(IP.Parse(address), length).Range;
        return $"{range.First}-{range.Last}";
    }
}
