using Weir.Lab.Linux;
using Weir.Policy.Addresses;
using Weir.Policy.Model;
using Weir.Policy.Ports;

namespace Weir.Lab.Probes;

/// <summary>All listeners of a lab, whatever their namespace, served by one thread.</summary>
internal sealed class Responder : IDisposable
{
    private readonly Epoll epoll = new();
    private readonly Lock gate = new();
    private readonly Dictionary<long, Listener> listeners = [];
    private readonly Dictionary<string, List<long>> idsByNamespace = [];
    private Thread? thread;
    private volatile bool stopping;
    private long lastId;

    /// <summary>Opens listeners on addresses of one namespace. Must run on a dedicated thread.</summary>
    /// <exception cref="LabException">An address or port is in use; nothing was opened then.</exception>
    public void Open(LabNamespace target, EquatableArray<IP> addresses, IReadOnlyList<ProbePort> ports)
    {
        // Before the visit: a new thread starts where its creator is.
        if (thread is null)
        {
            thread = new Thread(Serve) { Name = "lab responder", IsBackground = true };
            thread.Start();
        }

        List<Listener> opened = [];
        try
        {
            using var visit = new NamespaceVisit();
            visit.Enter(target);
            foreach (var address in addresses) OpenListeners(address, ports, opened);
        }
        catch
        {
            foreach (var listener in opened) listener.Dispose();
            throw;
        }

        lock (gate)
        {
            if (!idsByNamespace.TryGetValue(target.Name, out var ids)) ids = idsByNamespace[target.Name] = [];
            foreach (var listener in opened)
            {
                listeners.Add(++lastId, listener);
                ids.Add(lastId);
                epoll.Add(listener.Socket, lastId, EpollEvents.In);
            }
        }
    }

    public void Close(string networkNamespace)
    {
        lock (gate)
        {
            if (!idsByNamespace.Remove(networkNamespace, out var ids)) return;

            foreach (var id in ids)
            {
                listeners.Remove(id, out var listener);
                listener?.Dispose();
            }
        }
    }

    public void CloseAll()
    {
        lock (gate)
        {
            foreach (var listener in listeners.Values) listener.Dispose();
            listeners.Clear();
            idsByNamespace.Clear();
        }
    }

    public void Dispose()
    {
        stopping = true;
        if (thread is not null)
        {
            epoll.Wake();
            thread.Join();
        }

        CloseAll();
        epoll.Dispose();
    }

    private static void OpenListeners(IP address, IReadOnlyList<ProbePort> ports, List<Listener> opened)
    {
        foreach (var (protocol, port) in ports)
        {
            if (protocol == Protocol.Tcp) opened.Add(new TcpListener(address, port));
            if (protocol == Protocol.Udp) opened.Add(new UdpListener(address, port));
        }

        // One raw socket gets the packets of every SCTP port; ICMP echo is answered by the kernel.
        var sctp = ports.Where(port => port.Protocol == Protocol.Sctp).Select(port => port.Port).ToList();
        if (sctp.Count > 0) opened.Add(new SctpListener(address, sctp));
    }

    private void Serve()
    {
        List<long> ready = [];
        while (!stopping)
        {
            epoll.Wait(ready, milliseconds: -1);
            lock (gate)
            {
                // A listener may have been closed since.
                foreach (var id in ready) listeners.GetValueOrDefault(id)?.Answer();
            }
        }
    }
}
