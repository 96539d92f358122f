using System.Collections.Immutable;
using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Lints.Ports;

/// <summary>Port names that mean nothing on the pods they are resolved on: the subjects for ingress, the peers for egress (R43, R44).</summary>
internal sealed class NamedPorts : Lint
{
    public static readonly LintRule Unresolved = new(
        "WEIR010",
        "named-port-unresolved",
        LintSeverity.Warning,
        "No destination pod declares a port of this name",
        "A name that no pod declares matches nothing, and the policy still isolates.",
        "Correct the name, name the port in the containers, or give its number.");

    public static readonly LintRule WrongProtocol = new(
        "WEIR011",
        "named-port-wrong-protocol",
        LintSeverity.Warning,
        "A named port is declared with another protocol",
        "Name and protocol must both match; the rule's protocol is TCP where it gives none.",
        "Give the protocol that the container declares.");

    public override ImmutableArray<LintRule> Rules => [Unresolved, WrongProtocol];

    public override IEnumerable<LintFinding> Check(LintWorld world) =>
        world.Policies.SelectMany(policy => policy.Rules.SelectMany(rule => Check(world, policy, rule)));

    private static IEnumerable<LintFinding> Check(LintWorld world, LintedPolicy policy, Rule rule)
    {
        var ports = rule.Ports ?? [];
        if (!ports.Any(port => port is NamedPortMatch)) yield break;

        // Egress to anybody is egress to every pod we know of, as far as names go (R47).
        var destinations = world.DestinationsOf(policy, rule) ?? (rule.Peers is null ? [.. world.Snapshot.Pods.Where(AddressOwnership.CanOwn)] : []);
        var onlyBlocks = rule.Ref.Direction == Direction.Egress && rule.Peers is { IsEmpty: false } peers && peers.All(peer => peer is AddressPeer);
        for (var i = 0; i < ports.Count; i++)
        {
            if (ports[i] is not NamedPortMatch named) continue;

            if (onlyBlocks)
            {
                yield return LintFinding.In(
                    Unresolved,
                    policy,
                    rule,
                    $"ports[{i}].port",
                    $"\"{named.Name}\" is a name that only pods could resolve, and the rule's peers are address blocks",
                    "Give the port's number.");
            }
            else if (!destinations.IsEmpty && Misses(named, destinations) is var (lint, message))
            {
                yield return LintFinding.In(lint, policy, rule, $"ports[{i}].port", message);
            }
        }
    }

    private static (LintRule Lint, string Message)? Misses(NamedPortMatch named, ImmutableArray<Pod> destinations)
    {
        HashSet<ContainerPort> declared = [.. destinations.SelectMany(pod => pod.Ports)];
        var sameName = declared.Where(port => port.Name == named.Name).ToArray();
        if (Array.Exists(sameName, port => named.Protocol is null || port.Protocol == named.Protocol)) return null;

        var pods = Phrase.Pods(destinations);
        if (sameName.Length > 0)
        {
            return (WrongProtocol, $"the rule says {named}, but {pods} declare \"{named.Name}\" as {Phrase.Port(sameName[0].Protocol, sameName[0].Port)}");
        }

        var names = declared.Select(port => port.Name).Where(name => name.Length > 0).Distinct();
        var near = Spelling.Nearest(named.Name, names);
        return (Unresolved, $"no port of {pods} is named \"{named.Name}\"{(near is null ? "" : $"; did you mean \"{near}\"?")}");
    }
}
