using System.Collections.Immutable;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Cli.Asking;

/// <summary>A place where the standard leaves a choice and the verdict of one direction depends on it.</summary>
/// <param name="Rule">Its number in the rule book: R57.</param>
/// <param name="Text">What is open, and the option that turns it.</param>
internal sealed record OpenChoice(string Rule, string Text)
{
    public static ImmutableArray<OpenChoice> Of(PolicyEvaluator evaluator, Flow flow, Direction direction, DirectionVerdict verdict)
    {
        var rules = verdict.OpenChoices.ToList();

        // R35: asked the other way round, does it change?
        var profile = evaluator.Profile;
        var otherwise = profile with { IPBlockMatchesPods = !profile.IPBlockMatchesPods };
        var turned = new PolicyEvaluator(evaluator.Cluster, evaluator.Policies, otherwise).Evaluate(flow);
        var turnedVerdict = (direction == Direction.Egress ? turned.Egress : turned.Ingress).Verdict;
        if (turnedVerdict != verdict.Verdict && !rules.Contains("R35")) rules.Add("R35");

        return [.. rules.Select(rule => new OpenChoice(rule, Describe(rule, profile)))];
    }

    public override string ToString() => $"the standard leaves this open ({Rule}): {Text}";

    private static string Describe(string rule, PolicyProfile profile) => rule switch
    {
        "R35" => $"whether an ipBlock matches pods; --ipblock-pods={(profile.IPBlockMatchesPods ? "ignore" : "match")} turns the verdict",
        "R55" => "whether policies judge a pod that reaches itself through a Service; here they do not",
        "R57" => "whether policies judge traffic to a pod's own node; --own-node-egress=enforce asks them",
        _ => "other implementations may decide otherwise",
    };
}
