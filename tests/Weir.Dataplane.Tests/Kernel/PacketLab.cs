using System.Net;
using System.Net.Sockets;
using Weir.Dataplane.Nftables.Netlink;

namespace Weir.Dataplane.Tests.Kernel;

/// <summary>
/// client (10.1.0.2, fd01::2) — node (forwards) — server (10.2.0.2, fd02::2), each a network namespace. Probes need no listener: a port
/// that nobody listens on answers with a refusal, which only comes when the packet got through.
/// </summary>
internal sealed class PacketLab : IDisposable
{
    public const string Client4 = "10.1.0.2", Client6 = "fd01::2", Server4 = "10.2.0.2", Server6 = "fd02::2";

    // A veth answers in microseconds; a second attempt of TCP would come after one second.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);

    private readonly TestNamespace client = new(), server = new();

    public PacketLab()
    {
        try
        {
            Connect(client, "10.1.0", "fd01", "client");
            Connect(server, "10.2.0", "fd02", "server");
            Node.Run("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");

            // Refusals must not be rationed.
            server.Run("sysctl", "-qw", "net.ipv4.icmp_ratelimit=0", "net.ipv6.icmp.ratelimit=0", "net.ipv4.icmp_msgs_per_sec=100000");
            client.Run("sysctl", "-qw", "net.ipv4.icmp_ratelimit=0", "net.ipv6.icmp.ratelimit=0");
            WaitForNeighbours();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public TestNamespace Node { get; } = new();

    public TestNamespace Server => server;

    /// <summary>A TCP connection from the client gets an answer.</summary>
    public bool Tcp(string address, int port)
    {
        using var socket = Open(client, address, SocketType.Stream, ProtocolType.Tcp);
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(address), port), patience.Token).AsTask().GetAwaiter().GetResult();
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return true;
        }
    }

    /// <summary>A UDP datagram from the client gets an answer: port unreachable.</summary>
    public bool Udp(string address, int port)
    {
        using var socket = Open(client, address, SocketType.Dgram, ProtocolType.Udp);
        socket.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        socket.Connect(new IPEndPoint(IPAddress.Parse(address), port));
        socket.Send("?"u8);
        try
        {
            socket.Receive(new byte[1]);
            return true;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.ConnectionRefused;
        }
    }

    /// <summary>An echo request from the client is answered.</summary>
    public bool Ping(string address)
    {
        var isIPv6 = address.Contains(':');
        using var socket = Open(client, address, SocketType.Raw, isIPv6 ? ProtocolType.IcmpV6 : ProtocolType.Icmp);
        socket.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        socket.Connect(new IPEndPoint(IPAddress.Parse(address), 0));

        // Type, code, checksum (for IPv6 the kernel writes it), identifier 1, sequence 1.
        socket.Send(isIPv6 ? [128, 0, 0, 0, 0, 1, 0, 1] : (ReadOnlySpan<byte>)[8, 0, 0xF7, 0xFD, 0, 1, 0, 1]);
        var reply = new byte[128];
        try
        {
            for (var attempt = 0; attempt < 10; attempt++)
            {
                socket.Receive(reply);
                if (isIPv6 ? reply[0] == 129 : reply[20] == 0) return true;
            }
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
        {
            return false;
        }

        return false;
    }

    /// <summary>An accepted connection from the client to the server, both ends.</summary>
    public (Socket Client, Socket Server) Connection(string address, int port)
    {
        using var listener = Open(server, address, SocketType.Stream, ProtocolType.Tcp);
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Bind(new IPEndPoint(IPAddress.Parse(address), port));
        listener.Listen();
        var socket = Open(client, address, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(new IPEndPoint(IPAddress.Parse(address), port));
        return (socket, listener.Accept());
    }

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
        Node.Dispose();
    }

    private static Socket Open(TestNamespace ns, string address, SocketType type, ProtocolType protocol) =>
        NamespaceThread.Run(ns.Target, () => new Socket(IPAddress.Parse(address).AddressFamily, type, protocol));

    /// <summary>Before the first policy, so that no test mistakes a slow start for a drop.</summary>
    private void WaitForNeighbours()
    {
        var attempts = 0;
        while (!Tcp(Server4, 1) || !Tcp(Server6, 1))
        {
            if (++attempts == 20) throw new InvalidOperationException("The namespaces do not reach each other.");
        }
    }

    private void Connect(TestNamespace pod, string net4, string net6, string name)
    {
        foreach (var ns in (TestNamespace[])[Node, pod])
        {
            ns.Run("sysctl", "-qw", "net.ipv6.conf.default.accept_dad=0", "net.ipv6.conf.all.accept_dad=0");
        }

        Tool.Run("ip", "-n", Node.Name, "link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", pod.Name);
        foreach (var (ns, device, host) in ((TestNamespace, string, int)[])[(Node, name, 1), (pod, "eth0", 2)])
        {
            Tool.Run("ip", "-n", ns.Name, "address", "add", $"{net4}.{host}/24", "dev", device);
            Tool.Run("ip", "-n", ns.Name, "address", "add", $"{net6}::{host}/64", "dev", device, "nodad");
            Tool.Run("ip", "-n", ns.Name, "link", "set", device, "up");
        }

        Tool.Run("ip", "-n", pod.Name, "route", "add", "default", "via", $"{net4}.1");
        Tool.Run("ip", "-n", pod.Name, "-6", "route", "add", "default", "via", $"{net6}::1");
    }
}
