using System.Collections.Immutable;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Lints.Ports;

/// <summary>Port numbers that no destination pod declares, and among them those that are a Service's and not its pods'.</summary>
internal sealed class UnservedPorts : Lint
{
    public static readonly LintRule Unserved = new(
        "WEIR012",
        "port-not-declared",
        LintSeverity.Info,
        "No destination pod declares this port",
        "The pods declare other ports only. A port needs no declaration to work, so this is a hint.",
        "Correct the number, or declare the port in the containers.");

    public static readonly LintRule ServicePort = new(
        "WEIR014",
        "service-port-for-target-port",
        LintSeverity.Warning,
        "A rule gives a Service's port where its pods listen on another",
        "Policies see traffic after the Service was resolved, so the port that counts is the pod's: targetPort.",
        "Give the targetPort.");

    public override ImmutableArray<LintRule> Rules => [Unserved, ServicePort];

    public override IEnumerable<LintFinding> Check(LintWorld world)
    {
        var services = new ServiceTargets(world);
        return world.Policies.SelectMany(policy => policy.Rules.SelectMany(rule => Check(world, services, policy, rule)));
    }

    private static IEnumerable<LintFinding> Check(LintWorld world, ServiceTargets services, LintedPolicy policy, Rule rule)
    {
        if (rule.Ports is not { } ports || world.DestinationsOf(policy, rule) is not { IsEmpty: false } destinations) yield break;

        // One pod that declares nothing may serve anything.
        if (destinations.Any(pod => pod.Ports.IsEmpty)) yield break;

        HashSet<(Protocol, int)> declared = [.. destinations.SelectMany(pod => pod.Ports).Select(port => (port.Protocol, (int)port.Port))];
        for (var i = 0; i < ports.Count; i++)
        {
            if (ports[i] is not NumberedPortMatch { Range: var range, Protocol: var protocol } || range == PortRange.All) continue;
            if (declared.Any(port => port.Item1 == protocol && port.Item2 >= range.From && port.Item2 <= range.To)) continue;

            var written = Phrase.Port(protocol, range.From);
            if (range.From == range.To && services.Behind(destinations, protocol, range.From) is var (service, target))
            {
                if (Opens(ports, protocol, target)) continue;

                yield return LintFinding.In(
                    ServicePort,
                    policy,
                    rule,
                    $"ports[{i}].port",
                    $"{written} is the port of Service {service}, whose pods listen on {Phrase.Port(protocol, target)}",
                    $"Write port: {target}, the targetPort.");
            }
            else
            {
                var what = range.From == range.To ? written : $"{protocol.ToApi().ToLowerInvariant()}/{range}";
                yield return LintFinding.In(Unserved, policy, rule, $"ports[{i}].port", $"{what} is no declared port of {Phrase.Pods(destinations)}");
            }
        }
    }

    private static bool Opens(EquatableArray<PortMatch> ports, Protocol protocol, ushort port) =>
        ports.Any(other => other is NumberedPortMatch numbered && numbered.Protocol == protocol && numbered.Range.Contains(port));
}
