using System.Collections.Immutable;
using Weir.Policy.Model;

namespace Weir.Cli.Verbs.Matrix;

/// <summary>A matrix to be read by people: pod by pod, or workload by workload where there are too many pods.</summary>
/// <param name="Noun">What a row is: pods, or workloads.</param>
internal sealed record PodGroups(string Port, string Noun, ImmutableArray<string> Names, ImmutableArray<Cell[]> Cells)
{
    public const int MostPods = 40;

    public static PodGroups Of(ConnectivityMatrix matrix) => matrix.Pods.Length > MostPods ? OfWorkloads(matrix) : OfPods(matrix);

    public static PodGroups OfPods(ConnectivityMatrix matrix) =>
        new(matrix.Port.ToString(), "pods", [.. matrix.Pods.Select(pod => pod.ToString())], matrix.Cells);

    private static PodGroups OfWorkloads(ConnectivityMatrix matrix)
    {
        var groups = matrix.Pods
            .Select((pod, index) => (Pod: pod, Index: index))
            .GroupBy(one => (one.Pod.Namespace, one.Pod.Workload, Bare: one.Pod.Workload is null ? one.Pod.Name : null))
            .Select(group => (Name: Name(group.First().Pod, group.Count()), Members: group.Select(one => one.Index).ToArray()))
            .ToList();
        if (groups.Count == matrix.Pods.Length) return OfPods(matrix);

        return new PodGroups(
            matrix.Port.ToString(),
            "workloads",
            [.. groups.Select(group => group.Name)],
            [.. groups.Select(source => groups.Select(destination => Fold(matrix, source.Members, destination.Members)).ToArray())]);
    }

    private static string Name(Pod pod, int count) => (pod.Workload, count) switch
    {
        (null, _) => pod.ToString(),
        ({ } workload, 1) => $"{pod.Namespace}/{workload.Kind.ToLowerInvariant()}/{workload.Name}",
        ({ } workload, _) => $"{pod.Namespace}/{workload.Kind.ToLowerInvariant()}/{workload.Name} ({count})",
    };

    /// <summary>That a pod reaches itself says nothing about its workload.</summary>
    private static Cell Fold(ConnectivityMatrix matrix, int[] sources, int[] destinations)
    {
        Cell? folded = null;
        foreach (var source in sources)
        {
            foreach (var destination in destinations)
            {
                if (source == destination && sources.Length > 1) continue;

                var cell = matrix.Cells[source][destination];
                if (folded is { } before && before != cell) return Cell.Partly;
                folded = cell;
            }
        }

        return folded ?? Cell.Denied;
    }
}
