using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Lints.Redundancy;

/// <summary>All policies of one namespace that cover one direction.</summary>
internal sealed class DirectionPart
{
    // Thousands of rules for the same pods and the same peers, each with other ports: nobody reads what we would find there.
    private const int MostCandidates = 512;

    private readonly Containment containment;
    private readonly Dictionary<LabelSelector, SubjectGroup> groups = [];
    private readonly DemandIndex<SubjectGroup> bySubject = new();
    private readonly Dictionary<Rule, RuleEntry> entries = new(ReferenceEqualityComparer.Instance);

    public DirectionPart(Containment containment, Direction direction, IEnumerable<LintedPolicy> policies)
    {
        this.containment = containment;
        foreach (var policy in policies)
        {
            if (policy.Lowered.Rules(direction) is not { } rules) continue;

            var group = GroupOf(policy.Text.PodSelector);
            group.Policies.Add(policy);
            foreach (var rule in rules)
            {
                var entry = entries[rule] = new RuleEntry(policy, rule);
                group.Add(entry);
            }
        }
    }

    public RuleEntry EntryOf(Rule rule) => entries[rule];

    /// <summary>Rules, not gone, that apply wherever this one does and match all that it matches.</summary>
    public IEnumerable<RuleEntry> Containers(RuleEntry inner) => Around(inner.Policy)
        .SelectMany(group => group.Candidates(inner.Rule))
        .Take(MostCandidates)
        .Where(outer => outer != inner && !outer.IsGone
            && containment.AreWithin(inner.Rule.Peers, outer.Rule.Peers)
            && Containment.AreWithin(inner.Rule.Ports, outer.Rule.Ports));

    /// <summary>Other policies that isolate in this direction every pod that this one does.</summary>
    public IEnumerable<LintedPolicy> Isolators(LintedPolicy inner) =>
        Around(inner).SelectMany(group => group.Policies).Where(outer => outer != inner).Take(MostCandidates);

    private IEnumerable<SubjectGroup> Around(LintedPolicy policy)
    {
        var subject = containment.MeaningOf(policy.Text.PodSelector);
        return bySubject.Candidates(subject.Demanded).Where(group => subject.Implies(group.Subject));
    }

    private SubjectGroup GroupOf(LabelSelector selector)
    {
        if (groups.TryGetValue(selector, out var group)) return group;

        groups[selector] = group = new SubjectGroup(containment, selector);
        bySubject.Add(group.Subject.Demanded, group);
        return group;
    }
}
