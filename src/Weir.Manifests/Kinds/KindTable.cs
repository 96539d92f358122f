using Weir.Manifests.Decoding;

namespace Weir.Manifests.Kinds;

/// <summary>A kind that says something about connectivity.</summary>
/// <param name="Read">Reads the object, given the namespace for one that names none. The decoder collects what does not fit.</param>
internal sealed record KindEntry(
    string ApiVersion, string Kind, StructType Type, Func<StructReader, string, object> Read, bool IsNamespaced = true);

internal enum KindSupport
{
    PassedOver = 0,
    OldVersion,
    Read,
}

/// <summary>Which kinds are read, and which versions of them are gone.</summary>
internal static class KindTable
{
    private static readonly Dictionary<string, KindEntry> Kinds = new KindEntry[]
    {
        new("networking.k8s.io/v1", "NetworkPolicy", NetworkPolicyReader.Type, NetworkPolicyReader.Read),
        new("v1", "Namespace", new("Namespace"), NamespaceReader.Read, IsNamespaced: false),
        new("v1", "Node", new("Node"), NodeReader.Read, IsNamespaced: false),
        new("v1", "Pod", new("Pod"), PodReader.Read),
        new("v1", "Service", new("Service"), ServiceReader.Read),
        Workload("apps/v1", "DaemonSet"),
        Workload("apps/v1", "Deployment"),
        Workload("apps/v1", "ReplicaSet"),
        Workload("apps/v1", "StatefulSet"),
        Workload("batch/v1", "CronJob"),
        Workload("batch/v1", "Job"),
        Workload("v1", "ReplicationController"),
    }.ToDictionary(entry => entry.Kind, StringComparer.Ordinal);

    /// <summary>Passed over: also a foreign kind of the same name, such as Calico's NetworkPolicy.</summary>
    public static KindSupport Find(string apiVersion, string kind, out KindEntry? entry)
    {
        if (!Kinds.TryGetValue(kind, out entry)) return KindSupport.PassedOver;
        if (apiVersion == entry.ApiVersion) return KindSupport.Read;

        // The groups where these kinds have lived.
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        var group = slash < 0 ? "" : apiVersion[..slash];
        return group is "" or "apps" or "batch" or "extensions" or "networking.k8s.io" ? KindSupport.OldVersion : KindSupport.PassedOver;
    }

    private static KindEntry Workload(string apiVersion, string kind) =>
        new(apiVersion, kind, new StructType(kind), (workload, ns) => WorkloadReader.Read(kind, workload, ns));
}
