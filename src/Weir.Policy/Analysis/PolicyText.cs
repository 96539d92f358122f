using System.Globalization;
using System.Text;
using Weir.Policy.Model;

namespace Weir.Policy.Analysis;

/// <summary>Parts of policies as YAML, the way a person would write them.</summary>
public static class PolicyText
{
    private static readonly string[] UsualKeys = ["app.kubernetes.io/name", "app", "k8s-app", "name", "app.kubernetes.io/component", "component"];

    /// <summary>
    /// The labels to select a pod by: the given keys if it has them all, else the first usual one, else all that no controller
    /// made up.
    /// </summary>
    public static LabelSet TellingLabels(LabelSet labels, IReadOnlyCollection<string> keys)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Count > 0 && keys.All(labels.ContainsKey)) return LabelSet.From(labels.Where(label => keys.Contains(label.Key)));

        var usual = UsualKeys.FirstOrDefault(labels.ContainsKey);
        return LabelSet.From(labels.Where(label => usual is null
            ? !label.Key.EndsWith("-hash", StringComparison.Ordinal) && !label.Key.StartsWith("statefulset.kubernetes.io/", StringComparison.Ordinal)
            : label.Key == usual));
    }

    public static string Port(NetworkPolicyPort port)
    {
        ArgumentNullException.ThrowIfNull(port);
        var text = new StringBuilder($"{{protocol: {port.Protocol}");
        if (port.Port is { } number) text.Append(", port: ").Append(number.Name is { } name ? Scalar(name) : number.ToString());
        if (port.EndPort is { } end) text.Append(CultureInfo.InvariantCulture, $", endPort: {end}");
        return text.Append('}').ToString();
    }

    /// <summary>A list item, over two lines where it has two selectors.</summary>
    public static string Peer(NetworkPolicyPeer peer)
    {
        ArgumentNullException.ThrowIfNull(peer);
        List<string> fields = [];
        if (peer.NamespaceSelector is { } namespaces) fields.Add($"namespaceSelector: {Selector(namespaces)}");
        if (peer.PodSelector is { } pods) fields.Add($"podSelector: {Selector(pods)}");
        if (peer.IPBlock is { } block) fields.Add($"ipBlock: {Block(block)}");
        return "- " + string.Join("\n  ", fields);
    }

    /// <summary>A list item of <c>ingress</c> or <c>egress</c>.</summary>
    public static string Rule(Direction direction, NetworkPolicyRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        List<string> lines = [];
        if (!rule.Peers.IsEmpty)
        {
            lines.Add(direction == Direction.Ingress ? "from:" : "to:");
            lines.AddRange(rule.Peers.SelectMany(peer => Peer(peer).Split('\n')));
        }

        if (!rule.Ports.IsEmpty)
        {
            lines.Add("ports:");
            lines.AddRange(rule.Ports.Select(port => $"- {Port(port)}"));
        }

        return lines.Count == 0 ? "- {}" : "- " + string.Join("\n  ", lines);
    }

    /// <summary>A whole document, with a line break at its end.</summary>
    public static string Policy(NetworkPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var text = new StringBuilder()
            .Append("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n")
            .Append(CultureInfo.InvariantCulture, $"metadata: {{name: {Scalar(policy.Name)}, namespace: {Scalar(policy.Namespace)}}}\n")
            .Append(CultureInfo.InvariantCulture, $"spec:\n  podSelector: {Selector(policy.PodSelector)}\n")
            .Append(CultureInfo.InvariantCulture, $"  policyTypes: [{string.Join(", ", policy.PolicyTypes)}]\n");
        foreach (var (name, direction, rules) in new[] { ("ingress", Direction.Ingress, policy.Ingress), ("egress", Direction.Egress, policy.Egress) })
        {
            if (rules.IsEmpty) continue;

            text.Append(CultureInfo.InvariantCulture, $"  {name}:\n");
            foreach (var line in rules.SelectMany(rule => Rule(direction, rule).Split('\n'))) text.Append("  ").Append(line).Append('\n');
        }

        return text.ToString();
    }

    public static string Selector(LabelSelector selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        List<string> fields = [];
        if (selector.MatchLabels.Count > 0)
        {
            fields.Add($"matchLabels: {{{string.Join(", ", selector.MatchLabels.Select(label => $"{Scalar(label.Key)}: {Scalar(label.Value)}"))}}}");
        }

        if (!selector.MatchExpressions.IsEmpty)
        {
            fields.Add($"matchExpressions: [{string.Join(", ", selector.MatchExpressions.Select(Requirement))}]");
        }

        return $"{{{string.Join(", ", fields)}}}";
    }

    /// <summary>Plain where every YAML reader takes it for a string, else quoted.</summary>
    public static string Scalar(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var plain = value.Length > 0 && char.IsAsciiLetter(value[0])
            && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/')
            && value.ToLowerInvariant() is not ("true" or "false" or "yes" or "no" or "on" or "off" or "y" or "n" or "null");
        return plain ? value : $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }

    private static string Requirement(LabelSelectorRequirement requirement)
    {
        var values = requirement.Values.IsEmpty ? "" : $", values: [{string.Join(", ", requirement.Values.Select(Scalar))}]";
        return $"{{key: {Scalar(requirement.Key)}, operator: {requirement.Operator}{values}}}";
    }

    private static string Block(IPBlock block) => block.Except.IsEmpty
        ? $"{{cidr: {Quoted(block.Cidr)}}}"
        : $"{{cidr: {Quoted(block.Cidr)}, except: [{string.Join(", ", block.Except.Select(Quoted))}]}}";

    /// <summary>A colon needs quotes inside flow style.</summary>
    private static string Quoted(string cidr) => cidr.Contains(':') ? $"\"{cidr}\"" : cidr;
}
