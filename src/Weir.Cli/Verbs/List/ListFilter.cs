using System.Collections.Immutable;
using System.CommandLine;
using Weir.Cli.Asking;
using Weir.Cli.Endpoints;
using Weir.Cli.Input;
using Weir.Policy.Addresses;
using Weir.Policy.Analysis.Connections;
using Weir.Policy.Ports;

namespace Weir.Cli.Verbs.List;

/// <summary>The options that narrow a list.</summary>
internal sealed class ListFilterOptions
{
    private readonly Option<string[]> workloads = new("--workload", "-w")
    {
        Description = "Only connections of this one: ns/name, ns/kind/name, a name, or ns/ for a whole namespace. Repeatable.",
        HelpName = "NAME",
    };

    private readonly Option<string[]> peers = new("--peer")
    {
        Description = "Only connections with this one at the other end: the same forms, an IP address or a CIDR. Repeatable.",
        HelpName = "NAME|CIDR",
    };

    private readonly Option<ListDirection> direction = Inputs.Choice(
        "--direction", "Seen from --workload, or else with --peer at the far end.",
        ("both", ListDirection.Both), ("ingress", ListDirection.Ingress), ("egress", ListDirection.Egress));

    private readonly Option<string?> port = new("--port", "-p")
    {
        Description = "Only this port: tcp/80, udp/53, 80 (tcp), tcp/web (a port's name) or icmp.",
        HelpName = "PROTOCOL/PORT",
    };

    private readonly Option<bool> denied = new("--denied") { Description = "List what is denied instead." };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[workloads, peers, direction, port, denied]) command.Add(option);
    }

    /// <exception cref="UsageException">An option's text means nothing, or two contradict each other.</exception>
    public ListFilter Read(ParseResult arguments)
    {
        var filter = new ListFilter
        {
            Workloads = [.. (arguments.GetValue(workloads) ?? []).Select(PeerPattern.Parse)],
            Peers = [.. (arguments.GetValue(peers) ?? []).Select(PeerPattern.Parse)],
            Direction = arguments.GetValue(direction),
            Port = arguments.GetValue(port) is { } text ? PortQuery.Parse(text) : null,
            IsDenied = arguments.GetValue(denied),
        };
        return filter.Direction == ListDirection.Both || !filter.Workloads.IsEmpty || !filter.Peers.IsEmpty
            ? filter
            : throw new UsageException("--direction needs --workload or --peer: whose ingress or egress?");
    }
}

internal enum ListDirection
{
    Both = 0,
    Ingress,
    Egress,
}

/// <summary>Which connections are wanted. Empty patterns: every workload, every peer.</summary>
internal sealed record ListFilter
{
    public ImmutableArray<PeerPattern> Workloads { get; init; } = [];

    public ImmutableArray<PeerPattern> Peers { get; init; } = [];

    public ListDirection Direction { get; init; }

    public PortQuery? Port { get; init; }

    public bool IsDenied { get; init; }

    public bool Wants(ConnectionPeer source, ConnectionPeer destination) =>
        (Direction != ListDirection.Ingress && IsSubject(source) && IsPeer(destination))
        || (Direction != ListDirection.Egress && IsSubject(destination) && IsPeer(source));

    /// <summary>Of the ports between two, those that are asked for.</summary>
    public PortSet Of(PortSet ports, ConnectionPeer destination) => Port switch
    {
        null => ports,
        { Protocol: var protocol } when !protocol.HasPorts() => ports.Intersect(PortText.WithoutPorts),
        { Name: null } query => ports.Intersect(PortSet.Of(query.Protocol, new PortRange(query.Number!.Value))),
        var query => ports.Intersect(Named(query, destination)),
    };

    private static PortSet Named(PortQuery query, ConnectionPeer destination) => destination is not WorkloadPeer { Pods: [var pod, ..] }
        ? PortSet.None
        : pod.Ports.Where(port => port.Name == query.Name && port.Protocol == query.Protocol)
            .Aggregate(PortSet.None, (ports, port) => ports.Union(PortSet.Of(port.Protocol, new PortRange(port.Port))));

    private bool IsSubject(ConnectionPeer peer) => Workloads.IsEmpty || Workloads.Any(pattern => pattern.Matches(peer));

    private bool IsPeer(ConnectionPeer peer) => Peers.IsEmpty || Peers.Any(pattern => pattern.Matches(peer));
}

/// <summary>A peer as it is asked for. Null parts match anything.</summary>
internal sealed record PeerPattern(string Text, string? Namespace, string? Kind, string? Name, Cidr? Block)
{
    /// <exception cref="UsageException">The text names no workload and no address.</exception>
    public static PeerPattern Parse(string text)
    {
        if (IP.TryParse(text, out var address)) return new PeerPattern(text, null, null, null, new Cidr(address, address.Width));
        if (Cidr.TryParse(text, out var block)) return new PeerPattern(text, null, null, null, block);

        // An id as the list writes it: ns/name[Kind].
        if (text.EndsWith(']') && text.IndexOf('[', StringComparison.Ordinal) is > 0 and var bracket
            && text[..bracket].Split('/') is [var ns, var name])
        {
            return new PeerPattern(text, ns, text[(bracket + 1)..^1], name, null);
        }

        return text.Split('/') switch
        {
            [{ Length: > 0 } only] => new PeerPattern(text, null, null, only, null),
            [{ Length: > 0 } space, ""] => new PeerPattern(text, space, null, null, null),
            [{ Length: > 0 } space, { Length: > 0 } one] => new PeerPattern(text, space, null, one, null),
            [{ Length: > 0 } space, var kind, { Length: > 0 } one] when KindNames.Find(kind) is { } known =>
                new PeerPattern(text, space, known, one, null),
            _ => throw new UsageException($"\"{text}\" names no workload: write ns/name, ns/deploy/name, a name, or ns/ for a namespace."),
        };
    }

    public bool Matches(ConnectionPeer peer) => peer switch
    {
        OutsidePeer outside => Block is { } block && outside.Ranges.Any(range => Overlaps(range, block)),
        WorkloadPeer workload when Block is { } block => workload.Pods.Any(pod => pod.IPs.Any(block.Contains)),
        WorkloadPeer workload =>
            (Namespace is null || workload.Namespace == Namespace)
            && (Name is null || MatchesName(workload)),
        _ => false,
    };

    /// <summary>A pod of a workload stands for its workload, and the other way round.</summary>
    private bool MatchesName(WorkloadPeer peer) =>
        (peer.Name == Name && (Kind is null || peer.Kind == Kind))
        || (Kind is null or WorkloadPeer.PodKind && peer.Pods.Any(pod => pod.Name == Name))
        || peer.Pods.Any(pod => pod.Workload is { } workload && workload.Name == Name && (Kind is null || workload.Kind == Kind));

    private static bool Overlaps(IPRange range, Cidr block) =>
        range.Family == block.Family && range.First <= block.Last && block.First <= range.Last;
}
