using System.Globalization;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Lints;

/// <summary>Things as messages name them.</summary>
internal static class Phrase
{
    private const int Most = 3;

    /// <summary>The workloads of the pods, a few by name: <c>prod/web, prod/api and 3 more</c>.</summary>
    public static string Pods(IEnumerable<Pod> pods) => List(pods.Select(Name).Distinct());

    public static string List(IEnumerable<string> items)
    {
        string[] all = [.. items];
        return all.Length switch
        {
            0 => "nothing",
            1 => all[0],
            <= Most => $"{string.Join(", ", all[..^1])} and {all[^1]}",
            _ => string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", all[..Most])} and {all.Length - Most} more"),
        };
    }

    public static string Port(Protocol protocol, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"{protocol.ToApi().ToLowerInvariant()}/{port}");

    /// <summary>The field that holds a rule's peers.</summary>
    public static string PeerList(Rule rule) => rule.Ref.Direction == Direction.Ingress ? "from" : "to";

    private static string Name(Pod pod) => $"{pod.Namespace}/{pod.Workload?.Name ?? pod.Name}";
}
