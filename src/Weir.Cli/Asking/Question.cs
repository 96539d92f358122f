using System.Collections.Immutable;
using Weir.Cli.Endpoints;
using Weir.Policy.Addresses;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Cli.Asking;

/// <summary>Who asks for whom, and on which port; null: every port, or every port of the Service.</summary>
internal sealed record Question(Side Source, Side Destination, PortQuery? Port)
{
    /// <summary>The port as it was asked for; null: all of them.</summary>
    public string? PortAsText => Port?.ToString();

    /// <exception cref="UsageException">No destination has the port.</exception>
    public QuestionResult Ask(PolicyEvaluator evaluator)
    {
        ImmutableArray<Case> cases = [.. Cases(evaluator)];
        if (cases.IsEmpty) throw (HasCommonFamily(evaluator) ? NoPort() : NoFamily());

        var answers = Answer.Of(evaluator, cases);
        return new QuestionResult(
            this, answers, [.. Source.Notes.Union(Destination.Notes), .. Notes(cases), .. answers.SelectMany(UntriedBlocks).Distinct()]);
    }

    private IEnumerable<string> Notes(ImmutableArray<Case> cases)
    {
        var reached = cases.Select(one => one.Destination).ToHashSet();
        var left = Destination.Ends
            .Where(end => !reached.Contains(end) && !Source.Ends.Any(source => IsSamePod(source, end)))
            .Select(end => end.Name)
            .ToList();
        if (left.Count > 0) yield return $"left out, for lack of such a port or of a common address family: {Listing.Of(left)}";
    }

    /// <summary>A pod without an address is in no block, which may be what denied it.</summary>
    private static IEnumerable<string> UntriedBlocks(Answer answer)
    {
        var (flow, shown) = (answer.Shown.Flow, answer.Shown);
        foreach (var (direction, verdict, peer, end) in new[]
        {
            (Direction.Egress, answer.Verdict.Egress, flow.Destination, shown.Destination),
            (Direction.Ingress, answer.Verdict.Ingress, flow.Source, shown.Source),
        })
        {
            if (verdict.Reason != VerdictReason.NoRuleAllows || peer.Address is not null) continue;

            var rules = verdict.Selecting.SelectMany(policy => policy.Rules(direction)!.Value);
            if (rules.Any(rule => (rule.Peers ?? []).Any(candidate => candidate is AddressPeer)))
            {
                yield return $"{end.Name} has no address in the input, so no ipBlock could be tried on it";
            }
        }
    }

    private IEnumerable<Case> Cases(PolicyEvaluator evaluator)
    {
        foreach (var source in Source.Ends)
        {
            foreach (var destination in Destination.Ends)
            {
                // That a pod reaches itself says nothing about its workload; through a Service it may.
                var areSeveral = Source.Ends.Length + Destination.Ends.Length > 2;
                if (areSeveral && Destination.Service is null && IsSamePod(source, destination)) continue;

                foreach (var (from, to) in Pairs(evaluator, source, destination))
                {
                    foreach (var port in Ports(evaluator, from, to, destination))
                    {
                        var flow = new Flow(from, to, port.Protocol, port.Probe) { ViaService = Destination.Service is not null };
                        yield return new Case(source, destination, port, flow);
                    }
                }
            }
        }
    }

    private static bool IsSamePod(End source, End destination) =>
        source is PodEnd { Pod: var one } && destination is PodEnd { Pod: var other } && one.Ref == other.Ref;

    private IEnumerable<AskedPort> Ports(PolicyEvaluator evaluator, Endpoint from, Endpoint to, End destination)
    {
        if (Port is not null) return Port.Resolve(destination, Destination.Service);
        if (Destination.Service is { } service) return service.Ports.SelectMany(port => PortQuery.Behind(port, ((PodEnd)destination).Pod));

        return PortSegments.Of(evaluator, from, to);
    }

    /// <summary>R77: each family apart, with the addresses that would be used.</summary>
    private static List<(Endpoint From, Endpoint To)> Pairs(PolicyEvaluator evaluator, End source, End destination)
    {
        var (from, to) = (Addresses(evaluator, source), Addresses(evaluator, destination));
        var families = from.Count > 0 && to.Count > 0 ? from.Keys.Intersect(to.Keys) : from.Keys.Union(to.Keys);
        var pairs = families.Order().Select(family => (At(source, from, family), At(destination, to, family))).ToList();

        // Without any address the selectors still answer. With addresses and no family in common nothing can be sent at all.
        return pairs.Count > 0 || from.Count + to.Count > 0 ? pairs : [(At(source, from, null), At(destination, to, null))];

        Endpoint At(End end, Dictionary<IPFamily, IP> addresses, IPFamily? family) => end switch
        {
            AddressEnd address => address.Endpoint,
            PodEnd pod => evaluator.EndpointOf(pod.Pod, family is { } used && addresses.TryGetValue(used, out var ip) ? ip : null),
            _ => throw new ArgumentException($"{end.GetType()} is no end.", nameof(end)),
        };
    }

    private static Dictionary<IPFamily, IP> Addresses(PolicyEvaluator evaluator, End end)
    {
        IEnumerable<IP> addresses = end switch
        {
            AddressEnd address => [address.Range.First],
            PodEnd pod => PodAddresses.Of(evaluator, pod.Pod),
            _ => [],
        };
        return addresses.ToDictionary(address => address.Family);
    }

    private bool HasCommonFamily(PolicyEvaluator evaluator) =>
        Source.Ends.Any(source => Destination.Ends.Any(destination => Pairs(evaluator, source, destination).Count > 0));

    private UsageException NoFamily() =>
        new($"{Source.Text} and {Destination.Text} have no address family in common: nothing can be sent, whatever the policies say.");

    private UsageException NoPort()
    {
        if (Destination.Service is { } service)
        {
            return new UsageException($"Service {service} leads to a named target port that none of its pods declares.");
        }

        if (Destination.Ends[0] is not PodEnd)
        {
            return new UsageException($"{Destination.Text} is no pod, so it has no port named {Port!.Name}.");
        }

        var declared = Destination.Ends.OfType<PodEnd>()
            .SelectMany(end => end.Pod.Ports)
            .Select(port => PortQuery.Declared(port).ToString())
            .Distinct()
            .ToList();
        return new UsageException(declared.Count == 0
            ? $"{Destination.Text} declares no ports, so none is named {Port!.Name}."
            : $"{Destination.Text} declares no port {Port}; it declares {Listing.Of(declared)}.");
    }
}
