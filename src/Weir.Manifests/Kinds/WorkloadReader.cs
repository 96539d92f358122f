using Weir.Manifests.Decoding;
using Weir.Policy.Model;

namespace Weir.Manifests.Kinds;

/// <summary>The pod that a workload would make. Any number of replicas counts as one, and so does none.</summary>
/// <param name="Controller">What controls the workload itself: a ReplicaSet's Deployment, a Job's CronJob.</param>
internal sealed record WorkloadTemplate(Pod Pod, WorkloadRef? Controller);

internal static class WorkloadReader
{
    private static readonly StructType PodTemplate = new("PodTemplateSpec");
    private static readonly StructType JobTemplate = new("JobTemplateSpec");

    public static WorkloadTemplate Read(string kind, StructReader workload, string defaultNamespace)
    {
        var metadata = ObjectMetaReader.ReadNamed(workload);
        var specType = new StructType($"{kind}Spec");
        var pod = kind == "CronJob" ? workload.Struct("spec", specType, ReadCronJobSpec) : workload.Struct("spec", specType, ReadSpec);
        var name = metadata.Name.Length > 0 ? metadata.Name : metadata.GenerateName;
        return new WorkloadTemplate(
            pod with
            {
                Namespace = metadata.NamespaceOr(defaultNamespace),
                Name = name,
                CreatedAt = metadata.CreatedAt,
                Workload = new WorkloadRef(kind, name),
                Source = workload.Source,
            },
            metadata.Controller);
    }

    private static Pod ReadCronJobSpec(StructReader spec) =>
        spec.Struct("jobTemplate", JobTemplate, static template => template.Struct("spec", new StructType("JobSpec"), ReadSpec));

    private static Pod ReadSpec(StructReader spec)
    {
        if (!spec.TryGet("template", out _)) spec.Invalid("template", "Required value");
        return spec.Struct("template", PodTemplate, PodReader.ReadTemplate);
    }
}
