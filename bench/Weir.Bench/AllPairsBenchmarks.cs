using BenchmarkDotNet.Attributes;
using Weir.Policy.Analysis;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Ports;

namespace Weir.Bench;

/// <summary>
/// All pairs of pods with their full sets of ports, once parsed: compile, find the ends, and every row. The baseline is the evaluator,
/// which answers for one port of a few pairs. Times are for one pair.
/// </summary>
public abstract class AllPairsBenchmarks
{
    protected const int Sample = 1_000;

    private readonly ClusterSnapshot cluster;
    private readonly PolicyEvaluator evaluator;

    private protected AllPairsBenchmarks(ClusterShape shape)
    {
        cluster = shape.Create();
        evaluator = new PolicyEvaluator(cluster);
    }

    protected int Evaluate()
    {
        var random = new Random(1);
        var allowed = 0;
        for (var i = 0; i < Sample; i++)
        {
            var flow = new Flow(Any(), Any(), Protocol.Tcp, 80);
            if (evaluator.Evaluate(flow).IsAllowed) allowed++;
        }

        return allowed;

        Endpoint Any() => evaluator.EndpointOf(cluster.Pods[random.Next(cluster.Pods.Length)]);
    }

    /// <summary>Counts the pairs with some port open, so that every cell is looked at.</summary>
    protected long AllPairs()
    {
        var connectivity = Connectivity.Of(cluster);
        long open = 0;
        foreach (var source in connectivity.Ends)
        {
            if (source.IsOutside) continue;

            var row = connectivity.AllowedFrom(source);
            for (var i = 0; i < row.Length; i++)
            {
                if (!connectivity.Ends[i].IsOutside && !row[i].IsEmpty) open += (long)source.Pods.Length * connectivity.Ends[i].Pods.Length;
            }
        }

        return open;
    }
}

public class AllPairsSmall() : AllPairsBenchmarks(ClusterShape.Small)
{
    [Benchmark(Baseline = true, OperationsPerInvoke = Sample)]
    public int Evaluator() => Evaluate();

    [Benchmark(OperationsPerInvoke = 1_000 * 1_000)]
    public long Connectivity() => AllPairs();
}

public class AllPairsLarge() : AllPairsBenchmarks(ClusterShape.Large)
{
    [Benchmark(Baseline = true, OperationsPerInvoke = Sample)]
    public int Evaluator() => Evaluate();

    [Benchmark(OperationsPerInvoke = 10_000 * 10_000)]
    public long Connectivity() => AllPairs();
}

public class AllPairsReal() : AllPairsBenchmarks(ClusterShape.Real)
{
    [Benchmark(Baseline = true, OperationsPerInvoke = Sample)]
    public int Evaluator() => Evaluate();

    [Benchmark(OperationsPerInvoke = 5_413 * 5_413)]
    public long Connectivity() => AllPairs();
}
