using System.Globalization;
using Weir.Manifests.Trees;
using Weir.Policy.Analysis.Lints;
using Weir.Policy.Analysis.Lints.Texts;

namespace Weir.Manifests.Validation;

/// <summary>
/// What a policy's text tells and its stored form does not: fields that are missing, null or empty where each means something that its
/// author may not have meant. The findings are those of <see cref="TextLints"/>.
/// </summary>
internal static class WrittenForm
{
    public static IEnumerable<(LintRule Lint, string Field, string Message)> Check(TreeNode policy)
    {
        if (policy is not MappingNode root || !root.TryGet("spec", out var node) || node is not MappingNode spec) return [];

        return
        [
            .. CheckTypes(spec),
            .. CheckLabels(spec, "spec"),
            .. CheckRules(spec, "ingress", "from"),
            .. CheckRules(spec, "egress", "to"),
        ];
    }

    private static IEnumerable<(LintRule, string, string)> CheckTypes(MappingNode spec)
    {
        if (Items(spec, "policyTypes").Length > 0 || !spec.TryGet("egress", out _)) yield break;

        if (Items(spec, "egress").Length == 0)
        {
            yield return (TextLints.TypesNotGiven, "spec.egress", "egress is empty and policyTypes is missing, so egress is not isolated: everything may leave");
        }
        else if (!spec.TryGet("ingress", out _))
        {
            yield return (TextLints.TypesNotGiven, "spec.egress", "policyTypes is missing, so ingress is isolated too, and nothing may come in");
        }
    }

    private static IEnumerable<(LintRule, string, string)> CheckRules(MappingNode spec, string direction, string peers)
    {
        var rules = Items(spec, direction);
        for (var i = 0; i < rules.Length; i++)
        {
            var path = Item($"spec.{direction}", i);
            if (rules[i].IsNull) yield return (TextLints.NullRule, path, $"this rule is null, which allows all {direction}");
            if (rules[i] is not MappingNode rule) continue;

            if (IsWrittenEmpty(rule, peers))
            {
                yield return (TextLints.EmptyPeers, $"{path}.{peers}", $"{peers} is empty, which means everybody: pods, nodes and outside addresses");
            }

            if (IsWrittenEmpty(rule, "ports"))
            {
                yield return (TextLints.EmptyPorts, $"{path}.ports", "ports is empty, which means every port of every protocol");
            }

            var ports = Items(rule, "ports");
            for (var j = 0; j < ports.Length; j++)
            {
                if (IsEmpty(ports[j])) yield return (TextLints.EmptyPort, Item($"{path}.ports", j), "this entry is empty, which means every TCP port");
            }

            var list = Items(rule, peers);
            for (var j = 0; j < list.Length; j++)
            {
                if (list[j] is not MappingNode peer) continue;
                foreach (var finding in CheckLabels(peer, Item($"{path}.{peers}", j))) yield return finding;
            }
        }
    }

    /// <summary>The label maps of a struct's selectors.</summary>
    private static IEnumerable<(LintRule, string, string)> CheckLabels(MappingNode owner, string path)
    {
        foreach (var name in (string[])["podSelector", "namespaceSelector"])
        {
            if (!owner.TryGet(name, out var node) || node is not MappingNode selector) continue;
            if (!selector.TryGet("matchLabels", out var labels) || labels is not MappingNode map) continue;

            foreach (var entry in map.Entries)
            {
                if (!entry.Value.IsNull) continue;

                yield return (TextLints.NullLabel, $"{path}.{name}.matchLabels", $"{entry.Key} has no value, so it must be there and empty");
            }
        }
    }

    private static bool IsWrittenEmpty(MappingNode owner, string name) =>
        owner.TryGet(name, out var node) && node is { IsNull: true } or SequenceNode { Items.Length: 0 };

    /// <summary>Null, or nothing in it but nulls.</summary>
    private static bool IsEmpty(TreeNode entry) =>
        entry.IsNull || (entry is MappingNode mapping && Array.TrueForAll(mapping.Entries, field => field.Value.IsNull));

    private static TreeNode[] Items(MappingNode owner, string name) =>
        owner.TryGet(name, out var node) && node is SequenceNode sequence ? sequence.Items : [];

    private static string Item(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
}
