using System.Collections.Immutable;
using System.Text.Json;
using Weir.Policy.Addresses;
using Weir.Policy.Model;
using Weir.Policy.Ports;

namespace Weir.Testing;

/// <summary>One case of Cyclonus (rule book E): a row of steps, each some actions and then a table of probes.</summary>
public sealed record CyclonusCase(int Id, string Description, ImmutableArray<CyclonusStep> Steps)
{
    /// <summary>None where the shared cases are absent.</summary>
    public static ImmutableArray<CyclonusCase> All { get; } = Read();

    public override string ToString() => $"{Id} {Description}";

    private static ImmutableArray<CyclonusCase> Read()
    {
        if (Repository.SharedCase("cyclonus.json") is not { } path) return [];

        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var ports = document.RootElement.GetProperty("podContainers").EnumerateArray()
            .SelectMany(container => container.GetProperty("ports").EnumerateArray())
            .Select(port => new ContainerPort(
                port.GetProperty("name").GetString()!, CyclonusStep.Protocol(port.GetProperty("protocol")), port.GetProperty("containerPort").GetUInt16()))
            .ToImmutableArray();
        return
        [
            .. document.RootElement.GetProperty("cases").EnumerateArray().Select(row => new CyclonusCase(
                row.GetProperty("id").GetInt32(),
                row.GetProperty("description").GetString()!,
                [.. row.GetProperty("steps").EnumerateArray().Select(step => CyclonusStep.Read(step, ports))])),
        ];
    }
}

/// <param name="Snapshot">The objects in force once the actions are done.</param>
/// <param name="Allowed">As <c>x/a->y/b TCP/80</c>. Cyclonus knows no exemption for a pod that reaches itself (rule book E.7).</param>
public sealed record CyclonusStep(
    ImmutableArray<CyclonusAction> Actions, ClusterSnapshot Snapshot, ImmutableArray<CyclonusProbe> Probes, ImmutableHashSet<string> Allowed)
{
    internal static CyclonusStep Read(JsonElement step, ImmutableArray<ContainerPort> ports)
    {
        var snapshot = new ClusterSnapshot
        {
            Namespaces = [.. step.GetProperty("namespaces").EnumerateArray().Select(space => new Namespace(Text(space, "name"), Labels(space)))],
            Pods = [.. step.GetProperty("pods").EnumerateArray().Select(pod => Pod(pod, ports))],
            NetworkPolicies = [.. step.GetProperty("policies").EnumerateArray().Select(Policy)],
        };
        return new CyclonusStep(
            [.. step.GetProperty("actions").EnumerateArray().Select(action => Action(action.EnumerateObject().Single()))],
            snapshot,
            [.. Expand(step.GetProperty("probe"), snapshot.Pods)],
            [.. step.GetProperty("allowed").EnumerateArray().Select(text => text.GetString()!)]);
    }

    internal static Protocol Protocol(JsonElement text) =>
        ProtocolExtensions.TryParseApi(text.GetString(), out var protocol) ? protocol : throw new InvalidDataException(text.GetRawText());

    /// <summary>Every pod to every pod: on all that the destination serves, or on one port, which a name means on the destination.</summary>
    private static IEnumerable<CyclonusProbe> Expand(JsonElement probe, ImmutableArray<Pod> pods)
    {
        var all = probe.GetProperty("allAvailable").GetBoolean();
        return from source in pods
               from destination in pods
               from port in all ? destination.Ports : [One(destination)]
               select new CyclonusProbe(source, destination, port.Protocol, port.Port);

        ContainerPort One(Pod destination)
        {
            var (port, protocol) = (probe.GetProperty("port"), Protocol(probe.GetProperty("protocol")));
            return port.ValueKind == JsonValueKind.Number
                ? new ContainerPort("", protocol, port.GetUInt16())
                : destination.Ports.Single(declared => declared.Name == port.GetString() && declared.Protocol == protocol);
        }
    }

    private static CyclonusAction Action(JsonProperty action) => action.Name switch
    {
        "createPolicy" or "updatePolicy" => new SetPolicy(Policy(action.Value)),
        "deletePolicy" => new DeletePolicy(Text(action.Value, "Namespace"), Text(action.Value, "Name")),
        "createNamespace" or "setNamespaceLabels" => new SetNamespace(new Namespace(Text(action.Value, "Namespace"), Labels(action.Value, "Labels"))),
        "deleteNamespace" => new DeleteNamespace(Text(action.Value, "Namespace")),
        "createPod" or "setPodLabels" => new SetPod(new PodRef(Text(action.Value, "Namespace"), Text(action.Value, "Pod")), Labels(action.Value, "Labels")),
        "deletePod" => new DeletePod(new PodRef(Text(action.Value, "Namespace"), Text(action.Value, "Pod"))),
        _ => throw new InvalidDataException(action.Name),
    };

    private static NetworkPolicy Policy(JsonElement policy)
    {
        var metadata = policy.GetProperty("metadata");
        return PolicyJson.Read(Text(metadata, "namespace"), Text(metadata, "name"), policy.GetProperty("spec"));
    }

    private static Pod Pod(JsonElement pod, ImmutableArray<ContainerPort> ports) => new()
    {
        Namespace = Text(pod, "namespace"),
        Name = Text(pod, "name"),
        Labels = Labels(pod),
        Phase = PodPhase.Running,
        IPs = [IP.Parse(Text(pod, "ip"))],
        Ports = ports,
    };

    private static LabelSet Labels(JsonElement owner, string name = "labels") =>
        LabelSet.From(owner.GetProperty(name).EnumerateObject().Select(label => KeyValuePair.Create(label.Name, label.Value.GetString()!)));

    private static string Text(JsonElement owner, string name) => owner.GetProperty(name).GetString()!;
}

public sealed record CyclonusProbe(Pod Source, Pod Destination, Protocol Protocol, ushort Port)
{
    public bool IsSelf => Source.Ref == Destination.Ref;

    public override string ToString() => $"{Source}->{Destination} {Protocol.ToApi()}/{Port}";
}

public abstract record CyclonusAction;

public sealed record SetPolicy(NetworkPolicy Policy) : CyclonusAction;

public sealed record DeletePolicy(string Namespace, string Name) : CyclonusAction;

public sealed record SetNamespace(Namespace Namespace) : CyclonusAction;

/// <summary>Its pods go with it.</summary>
public sealed record DeleteNamespace(string Name) : CyclonusAction;

/// <summary>Creates the pod, or gives it these labels.</summary>
public sealed record SetPod(PodRef Pod, LabelSet Labels) : CyclonusAction;

public sealed record DeletePod(PodRef Pod) : CyclonusAction;
