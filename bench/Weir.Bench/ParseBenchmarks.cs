using BenchmarkDotNet.Attributes;
using Weir.Manifests;
using YamlDotNet.Core;

namespace Weir.Bench;

/// <summary>Reading manifests, strict and with positions, against a bare scan of YamlDotNet's events over the same text.</summary>
public class ParseBenchmarks
{
    private readonly string text = ClusterShape.ToYaml(ClusterShape.Real.Create());

    [Benchmark(Baseline = true)]
    public int EventScan()
    {
        var parser = new Parser(new StringReader(text));
        var events = 0;
        while (parser.MoveNext()) events++;
        return events;
    }

    [Benchmark]
    public int Load() => ManifestLoader.LoadText("cluster.yaml", text).Snapshot.NetworkPolicies.Length;
}
