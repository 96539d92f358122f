using Weir.Lab.Linux;
using Weir.Lab.Planning;
using Weir.Policy.Addresses;
using Weir.Policy.Ports;

namespace Weir.Lab.Probes;

/// <summary>
/// Sends probes from any number of namespaces in one thread: it visits each namespace to open sockets there and then waits for all of
/// them at once. A silence is asked about again before it counts.
/// </summary>
internal sealed class ProbeRun(
    IReadOnlyList<Probe> probes, ProbeOptions options, SourcePorts ports, Func<LabEndpoint, LabNamespace> namespaceOf) : IDisposable
{
    // The packet goes out so often within one time-out, evenly spread.
    private const int Sends = 3;

    // Sockets are opened in small lots, and answers read in between, so that no answer waits long.
    private const int Lot = 64;

    // How soon a cancellation is noticed, in milliseconds.
    private const int LongestWait = 50;

    private readonly Epoll epoll = new();
    private readonly long timeout = (long)options.Timeout.TotalMilliseconds;
    private readonly Queue<(int Index, int Number)> queue = new();
    private readonly Dictionary<long, Attempt> underWay = [];
    private readonly Dictionary<(string Namespace, IPFamily Family), SctpClient> sctpClients = [];
    private readonly Dictionary<long, SctpClient> sctpClientsById = [];
    private readonly PriorityQueue<Attempt, long> timers = new();
    private readonly ProbeResult[] results = new ProbeResult[probes.Count];
    private long lastId;

    public ProbeResult[] Run(CancellationToken cancellationToken)
    {
        // By source: entering a namespace is the one cost that probes can share.
        var bySource = Enumerable.Range(0, probes.Count).OrderBy(index => probes[index].Source.NetworkNamespace, StringComparer.Ordinal);
        foreach (var index in bySource) queue.Enqueue((index, 1));

        List<long> ready = [];
        while (queue.Count > 0 || underWay.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            StartLot();

            var mayStart = queue.Count > 0 && underWay.Count < options.MaxInFlight;
            epoll.Wait(ready, mayStart ? 0 : WaitTime());
            foreach (var id in ready) Read(id);

            // Only when nothing is left to read is a missing answer missing.
            if (ready.Count == 0) RunTimers();
        }

        return results;
    }

    public void Dispose()
    {
        foreach (var attempt in underWay.Values) attempt.Dispose();
        foreach (var client in sctpClients.Values) client.Dispose();
        epoll.Dispose();
    }

    private static long Now => Environment.TickCount64;

    private void StartLot()
    {
        if (queue.Count == 0 || underWay.Count >= options.MaxInFlight) return;

        using var visit = new NamespaceVisit();
        for (var i = 0; i < Lot && queue.Count > 0 && underWay.Count < options.MaxInFlight; i++)
        {
            var (index, number) = queue.Dequeue();
            Start(visit, index, number);
        }
    }

    private void Start(NamespaceVisit visit, int index, int number)
    {
        var probe = probes[index];
        if (probe.Source.Address(probe.Destination.Family) is null)
        {
            results[index] = new ProbeResult(probe, ProbeOutcome.Error, $"{probe.Source} has no {probe.Destination.Family} address");
            return;
        }

        Attempt? attempt = null;
        try
        {
            visit.Enter(namespaceOf(probe.Source));
            attempt = NewAttempt(index, probe, number);
            attempt.StartedAt = Now;
            underWay.Add(attempt.Id, attempt);
            if (attempt.Start(epoll) is { } answer) Finish(attempt, answer);
            else timers.Enqueue(attempt, NextTimer(attempt));
        }
        catch (LabException exception)
        {
            if (attempt is null) results[index] = new ProbeResult(probe, ProbeOutcome.Error, exception.Message);
            else Finish(attempt, new Answer(ProbeOutcome.Error, exception.Message));
        }
    }

    private Attempt NewAttempt(int index, Probe probe, int number) => probe.Protocol switch
    {
        Protocol.Tcp => new TcpAttempt(index, probe, number) { Id = ++lastId },
        Protocol.Udp => new UdpAttempt(index, probe, number, ports) { Id = ++lastId },
        Protocol.Sctp => new SctpAttempt(index, probe, number, SctpClientOf(probe)) { Id = ++lastId },
        Protocol.Icmp or Protocol.IcmpV6 => new IcmpAttempt(index, probe, number, ports) { Id = ++lastId },
        _ => throw new LabException(LabError.InvalidInput, $"There is no probe for protocol {probe.Protocol.ToApi()}."),
    };

    /// <summary>Called inside the source's namespace.</summary>
    private SctpClient SctpClientOf(Probe probe)
    {
        var key = (probe.Source.NetworkNamespace, probe.Destination.Family);
        if (sctpClients.TryGetValue(key, out var client)) return client;

        client = new SctpClient(probe.Destination.Family, ++lastId, epoll, () => ports.Next(probe.Source.NetworkNamespace, Protocol.Sctp));
        sctpClientsById.Add(lastId, client);
        return sctpClients[key] = client;
    }

    private void Read(long id)
    {
        if (sctpClientsById.TryGetValue(id, out var client)) client.Read(Finish);
        else if (underWay.TryGetValue(id, out var attempt) && attempt.Read() is { } answer) Finish(attempt, answer);
    }

    private void RunTimers()
    {
        var now = Now;
        while (timers.TryPeek(out var attempt, out var due) && due <= now)
        {
            timers.Dequeue();
            if (attempt.IsOver) continue;

            if (now >= attempt.StartedAt + timeout)
            {
                Finish(attempt, Answer.Denied);
                continue;
            }

            attempt.Repeats++;
            if (attempt.Repeat() is { } answer) Finish(attempt, answer);
            else timers.Enqueue(attempt, NextTimer(attempt));
        }
    }

    private long NextTimer(Attempt attempt) => attempt.StartedAt + (timeout * (attempt.Repeats + 1) / Sends);

    private int WaitTime() => timers.TryPeek(out _, out var due) ? (int)Math.Clamp(due - Now, 0, LongestWait) : LongestWait;

    private void Finish(Attempt attempt, Answer answer)
    {
        attempt.IsOver = true;
        underWay.Remove(attempt.Id);
        attempt.Dispose();

        if (answer.Outcome == ProbeOutcome.Denied && attempt.Number <= options.Confirmations) queue.Enqueue((attempt.Index, attempt.Number + 1));
        else results[attempt.Index] = new ProbeResult(attempt.Probe, answer.Outcome, answer.Detail);
    }
}
