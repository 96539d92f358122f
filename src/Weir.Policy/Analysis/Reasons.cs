using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis;

/// <summary>Puts into words why a peer or a port of a rule does not match. Whether it matches, the evaluator says.</summary>
internal sealed class Reasons(PolicyEvaluator evaluator)
{
    public Check Check(Peer peer, Endpoint endpoint)
    {
        var asked = peer.Negated ? $"not {peer}" : peer.ToString();
        if (evaluator.Matches(peer, endpoint)) return Analysis.Check.Passed(asked);

        return peer switch
        {
            { Negated: true } => Analysis.Check.Missed(asked, $"{Describe(endpoint)} is among those that the rule leaves out"),
            PodPeer { Pods: var pods } => Analysis.Check.Missed(asked, WhyNot(pods, endpoint)),
            AddressPeer block => Analysis.Check.Missed(asked, WhyNot(block, endpoint)),
            NodePeer => Analysis.Check.Missed(asked, $"{Describe(endpoint)} is no node with such labels"),
            _ => Analysis.Check.Missed(asked, "it matches nothing"),
        };
    }

    public static Check Check(PortMatch port, Flow flow)
    {
        var asked = port.ToString()!;
        if (PolicyEvaluator.Matches(port, flow)) return Analysis.Check.Passed(asked);

        var used = $"{flow.Protocol.ToApi().ToLowerInvariant()}{(flow.Protocol.HasPorts() ? $"/{flow.Port}" : "")}";
        return port switch
        {
            _ when !flow.Protocol.HasPorts() => Analysis.Check.Missed(asked, $"a rule with ports never matches {used}"), // R51
            NumberedPortMatch => Analysis.Check.Missed(asked, $"the port is {used}"),
            NamedPortMatch named => Analysis.Check.Missed(asked, WhyNot(named, flow, used)),
            _ => Analysis.Check.Missed(asked, "it matches nothing"),
        };
    }

    private static string WhyNot(NamedPortMatch named, Flow flow, string used)
    {
        if (flow.Destination is not PodEndpoint { Pod: var pod }) return $"{Describe(flow.Destination)} is no pod, so it has no named ports"; // R47

        var declared = pod.Ports.Where(port => port.Name == named.Name).ToArray();
        if (declared.Length == 0) return $"{pod} has no port named {named.Name}"; // R46

        var meant = string.Join(", ", declared.Select(port => $"{port.Protocol.ToApi().ToLowerInvariant()}/{port.Port}"));
        return $"{named.Name} is {meant} on {pod}, the port is {used}"; // R43–R45
    }

    private static string WhyNot(AddressPeer block, Endpoint endpoint)
    {
        if (endpoint.Address is not { } address) return $"{Describe(endpoint)} has no address yet";

        if (!block.Block.Contains(address)) return $"{address} is not in {block.Block}";

        var hole = block.Except.FirstOrDefault(hole => hole.Contains(address));
        return block.Contains(address) ? $"{Describe(endpoint)} is a pod, and blocks match no pods here" : $"{address} is in except {hole}";
    }

    private List<string> WhyNot(PodMatcher pods, Endpoint endpoint)
    {
        // R29, R59: selectors match pods and nothing else.
        if (endpoint is not PodEndpoint { Pod: var pod }) return [$"{Describe(endpoint)} is no pod, and selectors match pods only"];
        if (pod.IsFinished) return [$"{pod} has finished"]; // R72

        List<string> why = [];
        if (pods.Namespace is { } own && own != pod.Namespace) why.Add($"{pod} is in namespace {pod.Namespace}, a bare podSelector means {own}");

        var namespaceLabels = evaluator.Cluster.NamespaceLabels(pod.Namespace);
        if (pods.Namespaces is { } namespaces) why.AddRange(WhyNot(namespaces, namespaceLabels, $"namespace {pod.Namespace}: "));
        why.AddRange(WhyNot(pods.Pods, pod.Labels, ""));
        return why;
    }

    private static IEnumerable<string> WhyNot(LabelSelector selector, LabelSet labels, string whose)
    {
        foreach (var (key, wanted) in selector.MatchLabels)
        {
            if (!labels.TryGetValue(key, out var value)) yield return $"{whose}{key} is not set, wants \"{wanted}\"";
            else if (value != wanted) yield return $"{whose}{key} is \"{value}\", wants \"{wanted}\"";
        }

        foreach (var requirement in selector.MatchExpressions)
        {
            if (requirement.Matches(labels)) continue;

            var actual = labels.TryGetValue(requirement.Key, out var value) ? $"is \"{value}\"" : "is not set";
            yield return requirement.ParsedOperator == LabelOperator.None
                ? $"{whose}the operator \"{requirement.Operator}\" is not understood"
                : $"{whose}{requirement.Key} {actual}, wants {requirement}";
        }
    }

    private static string Describe(Endpoint endpoint) => endpoint.ToString()!;
}
