namespace Weir.Cli.Endpoints;

/// <summary>The kinds that stand for pods, under the names that kubectl knows them by.</summary>
internal static class KindNames
{
    public const string Pod = "Pod";

    public const string Service = "Service";

    /// <summary>Null: no such kind.</summary>
    public static string? Find(string name) => name.ToLowerInvariant() switch
    {
        "po" or "pod" or "pods" => Pod,
        "svc" or "service" or "services" => Service,
        "deploy" or "deployment" or "deployments" => "Deployment",
        "sts" or "statefulset" or "statefulsets" => "StatefulSet",
        "ds" or "daemonset" or "daemonsets" => "DaemonSet",
        "rs" or "replicaset" or "replicasets" => "ReplicaSet",
        "rc" or "replicationcontroller" or "replicationcontrollers" => "ReplicationController",
        "job" or "jobs" => "Job",
        "cj" or "cronjob" or "cronjobs" => "CronJob",
        _ => null,
    };
}
