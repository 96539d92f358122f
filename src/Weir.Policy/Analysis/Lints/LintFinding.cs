using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Lints;

/// <summary>One place where a lint holds.</summary>
public sealed record LintFinding
{
    public required LintRule Rule { get; init; }

    /// <summary>Null: the input as a whole.</summary>
    public LintedObject? About { get; init; }

    /// <summary>The API field path: <c>spec.ingress[0].from[1]</c>. Null: the object as a whole.</summary>
    public string? Field { get; init; }

    public required string Message { get; init; }

    /// <summary>What to do here; where a finding knows no better, what its rule says.</summary>
    public string Fix
    {
        get => field ?? Rule.Fix;
        init;
    }

    public Source Source { get; init; }

    /// <summary>A finding about a part of a policy.</summary>
    /// <param name="fix">Null: the one of the lint.</param>
    internal static LintFinding In(LintRule lint, LintedPolicy policy, string field, string message, string? fix = null) => new()
    {
        Rule = lint,
        Fix = fix ?? lint.Fix,
        About = new LintedObject(NetworkPolicyLowering.Kind, policy.Text.Namespace, policy.Text.Name),
        Field = field,
        Message = message,
        Source = policy.Text.Source,
    };

    /// <summary>A finding about a rule, or with <paramref name="part"/> about something in it: <c>from[0]</c>.</summary>
    internal static LintFinding In(LintRule lint, LintedPolicy policy, Rule rule, string part, string message, string? fix = null)
    {
        var path = $"spec.{rule.Ref.Path}";
        var finding = In(lint, policy, part.Length == 0 ? path : $"{path}.{part}", message, fix);
        return rule.Ref.Source.IsKnown ? finding with { Source = rule.Ref.Source } : finding;
    }
}

/// <summary>An object of the cluster; the namespace is null for a cluster-wide kind.</summary>
public sealed record LintedObject(string Kind, string? Namespace, string Name)
{
    public override string ToString() => Namespace is null ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}
