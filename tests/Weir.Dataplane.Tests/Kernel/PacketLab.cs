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
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);

    private readonly TestNamespace client = new();

    private int pings;

    public PacketLab()
    {
        try
        {
            Connect(client, "10.1.0", "fd01", "client");
            Connect(Server, "10.2.0", "fd02", "server");
            Node.Run("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");

            // Refusals must not be rationed.
            Server.Run("sysctl", "-qw", "net.ipv4.icmp_ratelimit=0", "net.ipv6.icmp.ratelimit=0", "net.ipv4.icmp_msgs_per_sec=100000");
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

    public TestNamespace Server { get; } = new();

    /// <summary>Lets the server answer for every address of a network.</summary>
    public void Serve(string network, string server)
    {
        Tool.Run("ip", "-n", Server.Name, "link", "set", "lo", "up");
        Tool.Run("ip", "-n", Server.Name, "route", "add", "local", network, "dev", "lo");
        Tool.Run("ip", "-n", Node.Name, "route", "add", network, "via", server);
    }

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
    public bool Udp(string address, int port, int typeOfService = 0)
    {
        using var socket = Open(client, address, SocketType.Dgram, ProtocolType.Udp);
        socket.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        if (typeOfService != 0) socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.TypeOfService, typeOfService);
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

    /// <summary>A UDP socket of the server.</summary>
    public Socket Receiver(string address, int port)
    {
        var socket = Open(Server, address, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(address), port));
        return socket;
    }

    /// <summary>Sends UDP datagrams from the client, from ever new ports, until told to stop. Returns how many.</summary>
    public int Flood(string address, int port, CancellationToken stop)
    {
        var sent = 0;
        IPEndPoint target = new(IPAddress.Parse(address), port);
        while (!stop.IsCancellationRequested)
        {
            using var socket = Open(client, address, SocketType.Dgram, ProtocolType.Udp);
            for (var i = 0; i < 20; i++) sent += socket.SendTo("?"u8, target);
        }

        return sent;
    }

    /// <summary>An echo request from the client is answered.</summary>
    public bool Ping(string address)
    {
        var isIPv6 = address.Contains(':');
        using var socket = Open(client, address, SocketType.Raw, isIPv6 ? ProtocolType.IcmpV6 : ProtocolType.Icmp);
        socket.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        socket.Connect(new IPEndPoint(IPAddress.Parse(address), 0));

        // A used identifier would belong to an established connection. Type, code, checksum (for IPv6 the kernel writes it), identifier,
        // sequence 0.
        var id = (ushort)Interlocked.Increment(ref pings);
        var checksum = (ushort)~(0x0800 + id);
        socket.Send(isIPv6
            ? [128, 0, 0, 0, (byte)(id >> 8), (byte)id, 0, 0]
            : (ReadOnlySpan<byte>)[8, 0, (byte)(checksum >> 8), (byte)checksum, (byte)(id >> 8), (byte)id, 0, 0]);
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
        using var listener = Open(Server, address, SocketType.Stream, ProtocolType.Tcp);
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
        Server.Dispose();
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
