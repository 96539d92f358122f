using System.Collections.Immutable;
using Weir.Policy.Addresses;
using Weir.Policy.Model;
using Weir.Policy.Ports;

namespace Weir.Policy.Resolution;

/// <summary>
/// NetworkPolicy v1 to the rule IR. The API server lets no malformed part through; one that comes all the same matches nothing and
/// is reported (R22), so that the policy still isolates.
/// </summary>
public static class NetworkPolicyLowering
{
    public const string Kind = "NetworkPolicy";

    public static TierPolicy Lower(NetworkPolicy policy, ICollection<PolicyProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(problems);
        return new Lowering(policy, problems).Lower();
    }

    private sealed class Lowering(NetworkPolicy policy, ICollection<PolicyProblem> problems)
    {
        private readonly PolicyRef policyRef = new(Kind, policy.Namespace, policy.Name);

        public TierPolicy Lower()
        {
            CheckSelector(policy.PodSelector, "spec.podSelector");
            return new TierPolicy
            {
                Ref = policyRef,
                Subject = new PodMatcher(policy.Namespace, null, policy.PodSelector), // R2
                Ingress = Rules(Direction.Ingress, policy.Ingress),
                Egress = Rules(Direction.Egress, policy.Egress),
                Source = policy.Source,
            };
        }

        private EquatableArray<Rule>? Rules(Direction direction, EquatableArray<NetworkPolicyRule> rules)
        {
            // R6: a section whose direction is not listed is inert.
            if (!policy.PolicyTypes.Contains(direction == Direction.Ingress ? "Ingress" : "Egress")) return null;

            return rules.Items.Select((rule, index) => LowerRule(new RuleRef(policyRef, direction, index, rule.Source), rule)).ToImmutableArray();
        }

        private Rule LowerRule(RuleRef rule, NetworkPolicyRule text) => new()
        {
            Ref = rule,
            Action = RuleAction.Allow,
            Peers = text.Peers.IsEmpty ? null : text.Peers.Items.Select((peer, i) => LowerPeer(rule, peer, i)).ToImmutableArray(),
            Ports = text.Ports.IsEmpty ? null : text.Ports.Items.Select((port, i) => LowerPort(rule, port, i)).ToImmutableArray(),
        };

        private Peer LowerPeer(RuleRef rule, NetworkPolicyPeer peer, int index)
        {
            var field = $"spec.{rule.Path}.{(rule.Direction == Direction.Ingress ? "from" : "to")}[{index}]";
            switch (peer)
            {
                case { IPBlock: { } block, PodSelector: null, NamespaceSelector: null }:
                    return LowerBlock(rule, block, $"{field}.ipBlock");

                case { IPBlock: null, PodSelector: null, NamespaceSelector: null } or { IPBlock: not null }:
                    return Unknown(rule, field, "names no peer, or an ipBlock beside a selector");

                default:
                    CheckSelector(peer.PodSelector, $"{field}.podSelector");
                    CheckSelector(peer.NamespaceSelector, $"{field}.namespaceSelector");

                    // R25: a bare podSelector stays in the policy's namespace. R26, R27: otherwise the selector says which.
                    return new PodPeer(new PodMatcher(
                        peer.NamespaceSelector is null ? policy.Namespace : null,
                        peer.NamespaceSelector,
                        peer.PodSelector ?? LabelSelector.Everything));
            }
        }

        private Peer LowerBlock(RuleRef rule, IPBlock block, string field)
        {
            if (!Cidr.TryParse(block.Cidr, out var cidr)) return Unknown(rule, $"{field}.cidr", $"\"{block.Cidr}\" is not a CIDR");

            var except = ImmutableArray.CreateBuilder<Cidr>(block.Except.Count);
            for (var i = 0; i < block.Except.Count; i++)
            {
                // A hole that cannot be read could be anywhere in the block, so the block admits nobody.
                if (!Cidr.TryParse(block.Except[i], out var hole))
                {
                    return Unknown(rule, $"{field}.except[{i}]", $"\"{block.Except[i]}\" is not a CIDR");
                }

                except.Add(hole);
            }

            return new AddressPeer(cidr, except.ToImmutable());
        }

        private PortMatch LowerPort(RuleRef rule, NetworkPolicyPort port, int index)
        {
            var field = $"spec.{rule.Path}.ports[{index}]";
            if (!ProtocolExtensions.TryParseApi(port.Protocol, out var protocol))
            {
                return UnknownPort(rule, $"{field}.protocol", $"\"{port.Protocol}\" is not a protocol that policies know");
            }

            switch (port)
            {
                case { Port: null, EndPort: null }:
                    return new NumberedPortMatch(protocol, PortRange.All); // R39

                case { Port: { Name: { } name }, EndPort: null }:
                    return new NamedPortMatch(protocol, name); // R43–R45

                case { Port: { Name: null, Number: >= 1 and <= 65535 and var from } }
                    when (port.EndPort ?? from) is var to && to >= from && to <= 65535:
                    return new NumberedPortMatch(protocol, new PortRange((ushort)from, (ushort)to)); // R40

                default:
                    return UnknownPort(rule, field, "is no valid port or port range");
            }
        }

        private void CheckSelector(LabelSelector? selector, string field)
        {
            if (selector is { IsWellFormed: false }) Report(field, "has an operator that is not understood, and matches nothing", policy.Source);
        }

        private UnknownPeer Unknown(RuleRef rule, string field, string message)
        {
            Report(field, $"{message}, so it matches nobody", rule.Source);
            return new UnknownPeer();
        }

        private UnknownPortMatch UnknownPort(RuleRef rule, string field, string message)
        {
            Report(field, $"{message}, so it matches no traffic", rule.Source);
            return new UnknownPortMatch();
        }

        private void Report(string field, string message, Source source) =>
            problems.Add(new PolicyProblem(policyRef, field, message, source.IsKnown ? source : policy.Source));
    }
}
