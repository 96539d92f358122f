using System.Collections.Immutable;
using Weir.Policy.Analysis.Lints.Redundancy;
using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Policy.Analysis.Lints.Selectors;

/// <summary>Policies whose <c>podSelector</c> selects nobody, or nobody that policies apply to.</summary>
internal sealed class SubjectSelection : Lint
{
    public static readonly LintRule NoPod = new(
        "WEIR001",
        "policy-selects-no-pod",
        LintSeverity.Warning,
        "A policy selects no pod",
        "It protects nobody. Most often a label is misspelt, or the policy is in the wrong namespace.",
        "Correct the labels of spec.podSelector, or remove the policy.");

    public static readonly LintRule HostNetwork = new(
        "WEIR006",
        "host-network-subject",
        LintSeverity.Warning,
        "A policy selects host-network pods",
        "Network plugins do not enforce policies on pods that share their node's network; the pods stay open.",
        "Run the pod without hostNetwork, or protect the node's ports by other means.");

    public override ImmutableArray<LintRule> Rules => [NoPod, HostNetwork];

    public override IEnumerable<LintFinding> Check(LintWorld world)
    {
        foreach (var policy in world.Policies)
        {
            if (policy.Selected.IsEmpty)
            {
                if (Misses(world, policy) is { } finding) yield return finding;
            }
            else if (policy.Selected.Where(pod => pod.HostNetwork).ToArray() is { Length: > 0 } hosts
                && (!policy.Text.PodSelector.IsEmpty || hosts.Length == policy.Selected.Length))
            {
                // A selector of everything takes host-network pods along without meaning them.
                yield return LintFinding.In(
                    HostNetwork, policy, "spec.podSelector", $"selects {Phrase.Pods(hosts)} on the host network, where policies are not enforced");
            }
        }
    }

    private static LintFinding? Misses(LintWorld world, LintedPolicy policy)
    {
        var selector = policy.Text.PodSelector;
        var space = policy.Text.Namespace;
        if (!world.KnowsPodsOf(space) || !selector.IsWellFormed || SelectorMeaning.Of(selector).IsImpossible) return null;
        if (NamesJob(selector) || HasService(world, space, selector)) return null;

        var elsewhere = world.PodsMatching(new PodMatcher(null, null, selector)).Select(pod => pod.Namespace).Distinct().ToArray();
        var hint = elsewhere.Length > 0
            ? $"such pods are in namespace {Phrase.List(elsewhere)}"
            : NearestLabel.Hint(selector, world.PodLabelsOf(space));
        return LintFinding.In(NoPod, policy, "spec.podSelector", $"{selector} selects no pod in namespace {space}{(hint is null ? "" : $"; {hint}")}");
    }

    /// <summary>Pods of a Job come and go, and outlive it only for a while.</summary>
    private static bool NamesJob(LabelSelector selector) =>
        selector.MatchLabels.Any(label => IsJobKey(label.Key)) || selector.MatchExpressions.Any(requirement => IsJobKey(requirement.Key));

    private static bool IsJobKey(string key) => key is "job-name" or "batch.kubernetes.io/job-name" or "controller-uid" or "batch.kubernetes.io/controller-uid";

    /// <summary>A Service that wants such pods tells of a workload that is scaled to zero.</summary>
    private static bool HasService(LintWorld world, string space, LabelSelector selector) => world.ServicesByNamespace[space]
        .Any(service => service.Selector is { } wanted && selector.Matches(wanted.MatchLabels));
}
