using System.Collections.Immutable;
using Weir.Manifests.Kinds;
using Weir.Policy.Model;

namespace Weir.Manifests.Loading;

/// <summary>
/// Which pods stand for the workloads: live pods where there are any, else the template of the topmost workload that the input holds.
/// </summary>
internal sealed class PodSelection
{
    // Nothing in Kubernetes is nested deeper than CronJob, Job, pod; a longer chain is a loop that somebody wrote.
    private const int LongestChain = 4;

    private readonly IReadOnlyList<object> objects;
    private readonly Dictionary<(string Namespace, WorkloadRef Workload), WorkloadRef?> controllers = [];
    private readonly HashSet<(string Namespace, WorkloadRef Workload)> alive = [];
    private readonly HashSet<PodRef> names = [];

    public PodSelection(IReadOnlyList<object> objects)
    {
        this.objects = objects;
        foreach (var template in objects.OfType<WorkloadTemplate>())
        {
            controllers[(template.Pod.Namespace, template.Pod.Workload!)] = template.Controller;
        }

        foreach (var pod in objects.OfType<Pod>())
        {
            names.Add(pod.Ref);

            // A finished pod says nothing about the next one of its workload.
            if (pod is { Workload: { } workload, IsFinished: false }) alive.Add((pod.Namespace, Top(pod.Namespace, workload)));
        }
    }

    public ImmutableArray<Pod> Select()
    {
        var pods = ImmutableArray.CreateBuilder<Pod>();
        foreach (var read in objects)
        {
            switch (read)
            {
                case Pod { Workload: { } workload } pod:
                    pods.Add(pod with { Workload = Top(pod.Namespace, workload) });
                    break;
                case Pod pod:
                    pods.Add(pod);
                    break;
                case WorkloadTemplate template:
                    var top = Top(template.Pod.Namespace, template.Pod.Workload!);
                    if (Stands(template.Pod, top)) pods.Add(Named(template.Pod) with { Workload = top });
                    break;
            }
        }

        return pods.ToImmutable();
    }

    /// <summary>Not where the workload on top has a template itself, nor where one of its pods lives.</summary>
    private bool Stands(Pod template, WorkloadRef top)
    {
        var isRepresented = top != template.Workload && controllers.ContainsKey((template.Namespace, top));
        return !isRepresented && !alive.Contains((template.Namespace, top));
    }

    /// <summary>A Deployment, a StatefulSet and a bare pod may share a name: the later template is told apart by its kind.</summary>
    private Pod Named(Pod template) =>
        names.Add(template.Ref) ? template : template with { Name = $"{template.Name}[{template.Workload!.Kind}]" };

    private WorkloadRef Top(string ns, WorkloadRef workload)
    {
        for (var i = 0; i < LongestChain && controllers.TryGetValue((ns, workload), out var controller) && controller is not null; i++)
        {
            workload = controller;
        }

        return workload;
    }
}
