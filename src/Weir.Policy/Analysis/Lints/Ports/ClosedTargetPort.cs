using System.Collections.Immutable;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Lints.Ports;

/// <summary>Services that nobody can use, because no rule opens the port of any pod behind them.</summary>
internal sealed class ClosedTargetPort : Lint
{
    public static readonly LintRule Rule = new(
        "WEIR013",
        "service-target-closed",
        LintSeverity.Warning,
        "No ingress rule opens a Service's targetPort on any of its pods",
        "All pods behind the Service are isolated for ingress, and none of the rules that apply to them admits its targetPort from anybody.",
        "Open the targetPort in a policy that selects the pods, or remove the port from the Service.");

    public override ImmutableArray<LintRule> Rules => [Rule];

    public override IEnumerable<LintFinding> Check(LintWorld world)
    {
        foreach (var service in world.Snapshot.Services)
        {
            var pods = ServiceTargets.PodsOf(world, service);
            if (pods.IsEmpty) continue;

            for (var i = 0; i < service.Ports.Count; i++)
            {
                var port = service.Ports[i];
                var targets = pods.Select(pod => (Pod: pod, Target: ServiceTargets.TargetOn(pod, port))).ToArray();
                if (!targets.All(end => end.Target is { } target && IsClosed(world, end.Pod, port.Protocol, target))) continue;

                var number = targets[0].Target!.Value;
                var isolating = targets.SelectMany(end => world.Isolating(end.Pod, Direction.Ingress)).Distinct().Select(policy => policy.ToString());
                yield return new LintFinding
                {
                    Rule = Rule,
                    About = new LintedObject("Service", service.Namespace, service.Name),
                    Field = $"spec.ports[{i}]",
                    Message = $"no rule opens {Phrase.Port(port.Protocol, number)} of {Phrase.Pods(pods)} to anybody; isolated by {Phrase.List(isolating)}",
                    Source = service.Source,
                };
            }
        }
    }

    private static bool IsClosed(LintWorld world, Pod pod, Protocol protocol, ushort target)
    {
        var isolating = world.Isolating(pod, Direction.Ingress).ToArray();
        return isolating.Length > 0
            && isolating.All(policy => policy.Lowered.Ingress!.Value.All(rule => rule.Ports is { } ports && !ports.Any(port => Opens(port, pod, protocol, target))));
    }

    private static bool Opens(PortMatch port, Pod pod, Protocol protocol, ushort target) => port switch
    {
        NumberedPortMatch numbered => numbered.Protocol == protocol && numbered.Range.Contains(target),
        NamedPortMatch named => (named.Protocol is null || named.Protocol == protocol) && pod.Ports.Contains(new ContainerPort(named.Name, protocol, target)),
        _ => false,
    };
}
