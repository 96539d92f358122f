using System.Collections.Immutable;
using Weir.Cli.Asking;
using Weir.Cli.Output;
using Weir.Policy.Analysis;
using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Cli.Verbs.Explain;

/// <summary>The policies of one direction and what each of their rules lacked, the nearest misses first, in aligned columns.</summary>
/// <param name="subjectNamespace">Policies of this namespace are called by their name alone.</param>
internal sealed class RuleLines(StyledText text, Direction direction, string? subjectNamespace)
{
    private const int MostRules = 5;
    private const int MostPolicies = 5;
    private const int MostPeers = 3;
    private const int MostPorts = 6;
    private const int WidestPort = 32;

    private readonly string side = direction == Direction.Ingress ? "from" : "to";
    private readonly string word = ReasonText.Word(direction);

    public void Write(DirectionExplanation explained, bool all)
    {
        var rules = explained.Policies.SelectMany(policy => policy.Rules);
        var nearest = rules.OrderBy(Distance).Take(all ? int.MaxValue : MostRules).ToHashSet();
        var policies = explained.Policies.OrderBy(policy => all ? 0 : Distance(policy))
            .Select(policy => (policy.Policy, policy.Rules, Shown: Nearest(policy.Rules.Where(nearest.Contains))))
            .ToList();

        // Every shown rule's policy is shown; after those come policies without rules while there is room.
        var shown = policies.Where(policy => policy.Shown.Count > 0).ToList();
        shown.AddRange(policies.Where(policy => policy.Rules.IsEmpty).Take(all ? int.MaxValue : Math.Max(0, MostPolicies - shown.Count)));
        if (all) shown = policies;

        var names = shown.Select(policy => Name(policy.Policy)).ToList();
        var places = shown.Select(policy => ReasonText.Place(policy.Policy.Source)).ToList();
        var (nameWidth, placeWidth) = (Width(names), Width(places));
        var paths = shown.SelectMany(policy => policy.Shown).Select(rule => rule.Rule.Ref.Path).ToList();
        var ports = shown.SelectMany(policy => policy.Shown).Select(Ports).ToList();

        // A port that comes with a long reason must not push the others apart.
        var (pathWidth, portWidth) = (Width(paths), Width([.. ports.Where(port => port.Length <= WidestPort)]));

        for (var i = 0; i < shown.Count; i++)
        {
            var what = shown[i].Rules.IsEmpty ? $"no {word} rules" : "";
            var place = what.Length > 0 ? places[i].PadRight(placeWidth) : places[i];
            text.Line($"             [bold]{names[i].PadRight(nameWidth)}[/]   [dim]{place}[/]   {what}");
            foreach (var rule in shown[i].Shown) Write(rule, pathWidth, portWidth, all);
        }

        WriteRest(explained.Policies, shown.Sum(policy => policy.Shown.Count), shown.Count(policy => policy.Rules.IsEmpty));

        List<RuleExplanation> Nearest(IEnumerable<RuleExplanation> ofPolicy) => [.. ofPolicy.OrderBy(rule => all ? 0 : Distance(rule))];
    }

    /// <summary>The rule that allowed, on one line.</summary>
    public void WriteMatch(DirectionExplanation explained, Rule decided)
    {
        var rule = explained.Policies.SelectMany(policy => policy.Rules).First(one => one.Rule == decided);
        text.Line($"                     {Marked(Ports(rule), rule.PortsMatch)}   {Marked(Matching(rule), true)}");
    }

    private void Write(RuleExplanation rule, int pathWidth, int portWidth, bool all)
    {
        var peers = Peers(rule, all);
        var lead = rule.Rule.Ref.Path.PadRight(pathWidth);
        var ports = Ports(rule);
        for (var i = 0; i < peers.Count; i++)
        {
            var (asked, matches, why) = peers[i];
            if (i == 0)
            {
                var gap = "".PadRight(Math.Max(0, portWidth - ports.Length));
                text.Line($"               {lead}   {Marked(ports, rule.PortsMatch)}{gap}   {Marked(asked, matches)}  {why}");
            }
            else
            {
                text.Line($"               {"".PadRight(pathWidth + portWidth + 8)}{Marked(asked, matches)}  {why}");
            }
        }
    }

    private void WriteRest(ImmutableArray<PolicyExplanation> policies, int rulesShown, int emptyShown)
    {
        var rules = policies.Sum(policy => policy.Rules.Length) - rulesShown;
        var empty = policies.Count(policy => policy.Rules.IsEmpty) - emptyShown;
        List<string> rest = [];
        if (rules > 0) rest.Add(rules == 1 ? "1 more rule" : $"{rules} more rules");
        if (empty > 0) rest.Add(empty == 1 ? $"1 more policy without {word} rules" : $"{empty} more policies without {word} rules");
        if (rest.Count > 0) text.Line($"             [dim]and {string.Join(" and ", rest)} (--all shows them)[/]");
    }

    private string Name(TierPolicy policy) =>
        policy.Ref.Namespace is { } ns && ns == subjectNamespace ? policy.Ref.Name : policy.Ref.ToString();

    private static StyledText.Markup Marked(string asked, bool matches) =>
        matches ? StyledText.Part($"{asked} [green]✓[/]") : StyledText.Part($"{asked} [red]✗[/]");

    private static string Ports(RuleExplanation rule)
    {
        if (rule.Rule.Ports is null) return "any port";
        if (rule.Ports.IsEmpty) return "no port";
        if (rule.Ports.FirstOrDefault(check => check.Matches) is { } match) return $"port {match.Asked}";

        // Of a number the asker sees why it differs; of a name he does not.
        var missed = rule.Ports
            .Zip(rule.Rule.Ports.Value.Items, (check, port) => port is NamedPortMatch ? $"{check.Asked} ({check.Why})" : check.Asked)
            .ToList();
        var more = missed.Count > MostPorts ? $" and {missed.Count - MostPorts} more" : "";
        return $"port {string.Join(", ", missed.Take(MostPorts))}{more}";
    }

    private string Anyone => direction == Direction.Ingress ? "from anyone" : "to anywhere";

    private string Matching(RuleExplanation rule) =>
        rule.Peers.FirstOrDefault(check => check.Matches) is { } match ? $"{side} {match.Asked}" : Anyone;

    private List<(string Asked, bool Matches, string Why)> Peers(RuleExplanation rule, bool all)
    {
        if (rule.Rule.Peers is null) return [(Anyone, true, "")];
        if (rule.Peers.IsEmpty) return [($"{side} nobody", false, "")];
        if (rule.PeersMatch) return [(Matching(rule), true, "")];

        var nearest = rule.Peers.OrderBy(check => check.Failed).Take(all ? int.MaxValue : MostPeers).ToList();
        var rest = rule.Peers.Length - nearest.Count;
        return
        [
            .. nearest.Select((check, i) =>
            {
                var more = rest > 0 && i == nearest.Count - 1 ? $"; and {rest} more peers" : "";
                return ($"{side} {check.Asked}", false, $"{Why(check)}{more}");
            }),
        ];
    }

    private static string Why(Check check) => check.Failed > 1 ? $"{check.Why}, and {check.Failed - 1} more" : check.Why;

    private static int Distance(PolicyExplanation policy) => policy.Rules.IsEmpty ? int.MaxValue : policy.Rules.Min(Distance);

    /// <summary>How far a rule is from matching: near misses first, a missing port before missing labels.</summary>
    private static int Distance(RuleExplanation rule) =>
        (rule.Matches ? 0 : rule.IsNearMiss ? 100 : 1000)
        + (rule.PeersMatch ? 0 : Math.Min(99, rule.Peers.Select(check => check.Failed).DefaultIfEmpty(99).Min()));

    private static int Width(List<string> texts) => texts.Select(text => text.Length).DefaultIfEmpty(0).Max();
}
