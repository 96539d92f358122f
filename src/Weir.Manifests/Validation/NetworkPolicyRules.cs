using System.Collections.Immutable;
using Weir.Policy.Addresses;
using Weir.Policy.Model;

namespace Weir.Manifests.Validation;

/// <summary>The rules for a NetworkPolicy's <c>spec</c> (rule book A.4, AV1 to AV17), in the server's order.</summary>
internal sealed class NetworkPolicyRules(FieldErrors errors)
{
    private const string PortRange = "must be between 1 and 65535, inclusive";

    public bool StrictCidrs { get; init; }

    /// <summary>Texts that strict validation lets pass.</summary>
    public ImmutableHashSet<string> SparedCidrs { get; init; } = [];

    public bool AllowInvalidValues { get; init; }

    public void Validate(NetworkPolicy policy)
    {
        using var step = errors.Path.Enter("spec");
        ValidateSelector(policy.PodSelector, "podSelector");
        ValidateRules(policy.Ingress, "ingress", "from");
        ValidateRules(policy.Egress, "egress", "to");
        ValidateTypes(policy.PolicyTypes);
    }

    private void ValidateSelector(LabelSelector selector, string field) =>
        LabelRules.ValidateSelector(selector, field, AllowInvalidValues, errors);

    private void ValidateRules(EquatableArray<NetworkPolicyRule> rules, string direction, string peers)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            using var step = errors.Path.Enter(direction, i);
            for (var j = 0; j < rules[i].Ports.Count; j++)
            {
                using (errors.Path.Enter("ports", j)) ValidatePort(rules[i].Ports[j]);
            }

            for (var j = 0; j < rules[i].Peers.Count; j++)
            {
                using (errors.Path.Enter(peers, j)) ValidatePeer(rules[i].Peers[j]);
            }
        }
    }

    private void ValidatePort(NetworkPolicyPort port)
    {
        // AV3
        if (port.Protocol is not ("TCP" or "UDP" or "SCTP")) errors.NotSupported("protocol", port.Protocol, ["TCP", "UDP", "SCTP"]);

        switch (port)
        {
            case { Port: { Name: null } number }:
                ValidatePortRange(number.Number, port.EndPort);
                break;
            case { Port.Name: { } name }:
                // AV8, AV5
                if (port.EndPort is { } last) errors.Invalid("endPort", last, "may not be specified when `port` is non-numeric");
                errors.Invalid("port", name, NameRules.PortName(name));
                break;
            case { EndPort: { } end }:
                // AV9
                errors.Invalid("endPort", end, "may not be specified when `port` is not specified");
                break;
        }
    }

    private void ValidatePortRange(int port, int? endPort)
    {
        // AV4
        if (!IsPort(port)) errors.Invalid("port", port, PortRange);
        if (endPort is not { } end) return;

        // AV6: the server prints the port here. AV7
        if (end < port) errors.Invalid("endPort", port, "must be greater than or equal to `port`");
        if (!IsPort(end)) errors.Invalid("endPort", end, PortRange);
    }

    private void ValidatePeer(NetworkPolicyPeer peer)
    {
        if (peer.PodSelector is { } pods) ValidateSelector(pods, "podSelector");
        if (peer.NamespaceSelector is { } namespaces) ValidateSelector(namespaces, "namespaceSelector");
        if (peer.IPBlock is { } block)
        {
            using (errors.Path.Enter("ipBlock")) ValidateBlock(block);
        }

        var hasSelector = peer.PodSelector is not null || peer.NamespaceSelector is not null;
        if (!hasSelector && peer.IPBlock is null) errors.Required("", "must specify a peer"); // AV10
        if (hasSelector && peer.IPBlock is not null) errors.Forbidden("", "may not specify both ipBlock and another peer"); // AV11
    }

    private void ValidateBlock(IPBlock block)
    {
        if (block.Cidr.Length == 0)
        {
            errors.Required("cidr"); // AV12
            return;
        }

        if (ValidateCidr(block.Cidr, "cidr") is not { } outer) return;

        for (var i = 0; i < block.Except.Count; i++)
        {
            // AV15
            if (ValidateCidr(block.Except[i], "except", i) is { } inner && !CidrRules.IsStrictSubset(inner, outer))
            {
                errors.Invalid("except", block.Except[i], "must be a strict subset of `cidr`", i);
            }
        }
    }

    /// <summary>Null where the text does not parse (AV13, AV14). One that only breaks the strict form (AV16) is still compared.</summary>
    private CidrText? ValidateCidr(string text, string field, int index = -1)
    {
        if (!CidrText.TryParse(text, out var cidr))
        {
            errors.Invalid(field, text, CidrRules.Unparsable, index);
            return null;
        }

        if (StrictCidrs && !SparedCidrs.Contains(text) && CidrRules.Strict(cidr) is { } problem)
        {
            errors.Invalid(field, text, problem, index);
        }

        return cidr;
    }

    private void ValidateTypes(EquatableArray<string> types)
    {
        // AV1: and then each one goes unchecked.
        if (types.Count > 2)
        {
            errors.InvalidList("policyTypes", types, "may not specify more than two policyTypes");
            return;
        }

        for (var i = 0; i < types.Count; i++)
        {
            // AV2
            if (types[i] is not ("Ingress" or "Egress")) errors.NotSupported("policyTypes", types[i], ["Ingress", "Egress"], i);
        }
    }

    private static bool IsPort(int number) => number is >= 1 and <= 65535;
}
