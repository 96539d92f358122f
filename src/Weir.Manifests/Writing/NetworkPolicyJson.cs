using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weir.Policy.Model;

namespace Weir.Manifests.Writing;

/// <summary>
/// Writes a NetworkPolicy as the API server reads it back: empty lists and absent fields have no key, <c>podSelector</c> always has
/// one (AD4).
/// </summary>
public static class NetworkPolicyJson
{
    /// <summary>The value of <c>spec</c>.</summary>
    public static string Spec(NetworkPolicy policy)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            WriteSpec(writer, policy);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes the value of <c>spec</c> where the writer stands.</summary>
    public static void WriteSpec(Utf8JsonWriter writer, NetworkPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(policy);
        writer.WriteStartObject();
        WriteSelector(writer, "podSelector", policy.PodSelector);
        WriteList(writer, "ingress", policy.Ingress, static (w, rule) => WriteRule(w, rule, "from"));
        WriteList(writer, "egress", policy.Egress, static (w, rule) => WriteRule(w, rule, "to"));
        WriteStrings(writer, "policyTypes", policy.PolicyTypes);
        writer.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter writer, NetworkPolicyRule rule, string peers)
    {
        writer.WriteStartObject();
        WriteList(writer, "ports", rule.Ports, WritePort);
        WriteList(writer, peers, rule.Peers, WritePeer);
        writer.WriteEndObject();
    }

    private static void WritePort(Utf8JsonWriter writer, NetworkPolicyPort port)
    {
        writer.WriteStartObject();
        writer.WriteString("protocol", port.Protocol);
        if (port.Port is { Name: { } name }) writer.WriteString("port", name);
        else if (port.Port is { } number) writer.WriteNumber("port", number.Number);
        if (port.EndPort is { } end) writer.WriteNumber("endPort", end);
        writer.WriteEndObject();
    }

    private static void WritePeer(Utf8JsonWriter writer, NetworkPolicyPeer peer)
    {
        writer.WriteStartObject();
        if (peer.PodSelector is { } pods) WriteSelector(writer, "podSelector", pods);
        if (peer.NamespaceSelector is { } namespaces) WriteSelector(writer, "namespaceSelector", namespaces);
        if (peer.IPBlock is { } block)
        {
            writer.WriteStartObject("ipBlock");
            writer.WriteString("cidr", block.Cidr);
            WriteStrings(writer, "except", block.Except);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteSelector(Utf8JsonWriter writer, string name, LabelSelector selector)
    {
        writer.WriteStartObject(name);
        if (selector.MatchLabels.Count > 0)
        {
            writer.WriteStartObject("matchLabels");
            foreach (var (key, value) in selector.MatchLabels) writer.WriteString(key, value);
            writer.WriteEndObject();
        }

        WriteList(writer, "matchExpressions", selector.MatchExpressions, static (w, requirement) =>
        {
            w.WriteStartObject();
            w.WriteString("key", requirement.Key);
            w.WriteString("operator", requirement.Operator);
            WriteStrings(w, "values", requirement.Values);
            w.WriteEndObject();
        });
        writer.WriteEndObject();
    }

    private static void WriteStrings(Utf8JsonWriter writer, string name, EquatableArray<string> values) =>
        WriteList(writer, name, values, static (w, value) => w.WriteStringValue(value));

    private static void WriteList<T>(Utf8JsonWriter writer, string name, EquatableArray<T> items, Action<Utf8JsonWriter, T> write)
    {
        if (items.IsEmpty) return;

        writer.WriteStartArray(name);
        foreach (var item in items) write(writer, item);
        writer.WriteEndArray();
    }
}
