using System.Collections.Immutable;
using Weir.Manifests.Decoding;
using Weir.Policy.Addresses;
using Weir.Policy.Model;

namespace Weir.Manifests.Validation;

/// <summary>What of the API server's validation varies between versions and gates.</summary>
public sealed record NetworkPolicyValidationOptions
{
    /// <summary>The gate StrictIPCIDRValidation: off by default up to 1.35, on from 1.36 (AV16).</summary>
    public bool StrictCidrs { get; init; }

    /// <summary>
    /// On an update, a CIDR text that occurs anywhere in the old object is not held to the strict form. Works from 1.36; before that
    /// an update is validated twice, once without the old object, so that errors are doubled and nothing is spared (rule book A.5).
    /// </summary>
    public bool SpareOldCidrs { get; init; }
}

/// <summary>
/// The API server's validation of NetworkPolicy, in its order: metadata, <c>spec.podSelector</c>, each ingress rule (ports, then peers),
/// each egress rule, <c>policyTypes</c> (rule book A.4). All errors are collected. Any number of threads may call it.
/// </summary>
public static class NetworkPolicyValidation
{
    public static ImmutableArray<FieldError> Validate(NetworkPolicyManifest policy, NetworkPolicyValidationOptions options)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(options);
        var errors = new FieldErrors();
        ObjectMetaRules.Validate(policy.Metadata, errors);
        new NetworkPolicyRules(errors) { StrictCidrs = options.StrictCidrs }.Validate(policy.Policy);
        return errors.ToImmutable();
    }

    /// <summary>Replacing <paramref name="old"/> by <paramref name="policy"/>.</summary>
    public static ImmutableArray<FieldError> ValidateUpdate(
        NetworkPolicyManifest policy, NetworkPolicyManifest old, NetworkPolicyValidationOptions options)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(options);
        var errors = new FieldErrors();

        // A.6: once invalid, a selector's values stay free.
        var allowInvalidValues = LabelRules.HasInvalidExpressionValue(old.Policy.PodSelector);
        if (!options.SpareOldCidrs)
        {
            ObjectMetaRules.Validate(policy.Metadata, errors);
            new NetworkPolicyRules(errors)
            {
                StrictCidrs = options.StrictCidrs,
                AllowInvalidValues = allowInvalidValues,
            }.Validate(policy.Policy);
        }

        ObjectMetaRules.ValidateUpdate(policy.Metadata, old.Metadata, errors);
        new NetworkPolicyRules(errors)
        {
            StrictCidrs = options.StrictCidrs,
            AllowInvalidValues = allowInvalidValues,
            SparedCidrs = [.. Blocks(old.Policy).SelectMany(block => block.Except.Prepend(block.Cidr))],
        }.Validate(policy.Policy);
        return errors.ToImmutable();
    }

    /// <summary>The warnings that the server returns beside its answer: CIDRs in odd forms, each with its field (rule book A.5).</summary>
    public static ImmutableArray<FieldWarning> Warnings(NetworkPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var warnings = ImmutableArray.CreateBuilder<FieldWarning>(0);
        var path = new FieldPath();
        using var step = path.Enter("spec");
        AddWarnings(policy.Ingress, "ingress", "from", path, warnings);
        AddWarnings(policy.Egress, "egress", "to", path, warnings);
        return warnings.ToImmutable();
    }

    private static void AddWarnings(
        EquatableArray<NetworkPolicyRule> rules,
        string direction,
        string peers,
        FieldPath path,
        ImmutableArray<FieldWarning>.Builder warnings)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            using var rule = path.Enter(direction, i);
            for (var j = 0; j < rules[i].Peers.Count; j++)
            {
                if (rules[i].Peers[j].IPBlock is not { } block) continue;

                using var peer = path.Enter(peers, j);
                using var ipBlock = path.Enter("ipBlock");
                AddWarnings(block.Cidr, "cidr", -1, path, warnings);
                for (var k = 0; k < block.Except.Count; k++) AddWarnings(block.Except[k], "except", k, path, warnings);
            }
        }
    }

    private static void AddWarnings(
        string text, string field, int index, FieldPath path, ImmutableArray<FieldWarning>.Builder warnings)
    {
        if (!CidrText.TryParse(text, out var cidr)) return;
        foreach (var warning in CidrRules.Warnings(text, cidr)) warnings.Add(new FieldWarning(path.Of(field, index), warning));
    }

    private static IEnumerable<IPBlock> Blocks(NetworkPolicy policy) =>
        policy.Ingress.Concat(policy.Egress).SelectMany(rule => rule.Peers).Select(peer => peer.IPBlock).OfType<IPBlock>();
}

/// <summary>A warning about one field of an accepted object.</summary>
public sealed record FieldWarning(string Field, string Message)
{
    public override string ToString() => $"{Field}: {Message}";
}
