using System.Runtime.InteropServices;
using Weir.Policy.Addresses;

namespace Weir.Lab.Linux;

/// <summary>Links, addresses, routes and neighbours of the namespace that the socket was opened in. Each call waits for the kernel's answer.</summary>
internal sealed class Rtnetlink : IDisposable
{
    public const int Loopback = 1;

    private const int NETLINK_ROUTE = 0;

    private const ushort NLM_F_EXCL = 0x200;
    private const ushort NLM_F_CREATE = 0x400;
    private const ushort NLMSG_ERROR = 2;

    private const ushort RTM_NEWLINK = 16;
    private const ushort RTM_DELLINK = 17;
    private const ushort RTM_NEWADDR = 20;
    private const ushort RTM_NEWROUTE = 24;
    private const ushort RTM_DELROUTE = 25;
    private const ushort RTM_NEWNEIGH = 28;

    private readonly NativeSocket socket = NativeSocket.OpenNetlink(NETLINK_ROUTE);
    private readonly byte[] answer = new byte[4096];
    private uint sequence;

    /// <summary>One end of a veth pair. The index is ours to choose, so nobody has to ask for it.</summary>
    public readonly record struct VethEnd(string Name, int Index, byte[] HardwareAddress);

    /// <summary>Makes a veth pair with one end here and one in another namespace: no end is ever in a third.</summary>
    public void AddVeth(VethEnd here, VethEnd there, LabNamespace thereNamespace)
    {
        const ushort IFLA_ADDRESS = 1;
        const ushort IFLA_IFNAME = 3;
        const ushort IFLA_LINKINFO = 18;
        const ushort IFLA_NET_NS_FD = 28;
        const ushort IFLA_INFO_KIND = 1;
        const ushort IFLA_INFO_DATA = 2;
        const ushort VETH_INFO_PEER = 1;

        var message = New(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL)
            .Link(here.Index)
            .Attribute(IFLA_IFNAME, here.Name)
            .Attribute(IFLA_ADDRESS, here.HardwareAddress)
            .Nested(IFLA_LINKINFO, info => info
                .Attribute(IFLA_INFO_KIND, "veth")
                .Nested(IFLA_INFO_DATA, data => data.Nested(VETH_INFO_PEER, peer => peer
                    .Link(there.Index)
                    .Attribute(IFLA_IFNAME, there.Name)
                    .Attribute(IFLA_ADDRESS, there.HardwareAddress)
                    .Attribute(IFLA_NET_NS_FD, (int)thereNamespace.Handle.DangerousGetHandle()))));
        Send(message, $"add the veth link {here.Name}");
    }

    /// <summary>Removes the link and with it its other end and all routes over both. No error when it is gone.</summary>
    public void DeleteLink(int index) => Send(New(RTM_DELLINK).Link(index), "delete a link", Errno.ENODEV);

    public void SetUp(int index)
    {
        const uint IFF_UP = 1;
        Send(New(RTM_NEWLINK).Link(index, IFF_UP, IFF_UP), "set a link up");
    }

    public void AddAddress(int index, IP ip, int prefixLength)
    {
        const byte IFA_F_NODAD = 2;
        const ushort IFA_ADDRESS = 1;
        const ushort IFA_LOCAL = 2;

        var flags = ip.Family == IPFamily.IPv6 ? IFA_F_NODAD : (byte)0;
        var message = New(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL)
            .Address(ip.Family, prefixLength, flags, index)
            .Attribute(IFA_LOCAL, ip)
            .Attribute(IFA_ADDRESS, ip);
        Send(message, $"add address {ip}");
    }

    /// <param name="source">Preferred source address of packets that start here; null leaves it to the kernel.</param>
    public void AddRoute(Cidr destination, IP gateway, int index, IP? source = null)
    {
        const ushort RTA_PREFSRC = 7;

        var message = Route(New(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL), destination, gateway, index);
        if (source is { } preferred) message.Attribute(RTA_PREFSRC, preferred);
        Send(message, $"add a route to {destination}");
    }

    /// <summary>No error when the route is gone.</summary>
    public void DeleteRoute(Cidr destination, IP gateway, int index) =>
        Send(Route(New(RTM_DELROUTE), destination, gateway, index), $"delete the route to {destination}", Errno.ESRCH);

    /// <summary>A neighbour that is never asked for and never forgotten.</summary>
    public void AddNeighbour(int index, IP ip, byte[] hardwareAddress)
    {
        const ushort NUD_PERMANENT = 0x80;
        const ushort NDA_DST = 1;
        const ushort NDA_LLADDR = 2;

        var message = New(RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_EXCL)
            .Neighbour(ip.Family, index, NUD_PERMANENT)
            .Attribute(NDA_DST, ip)
            .Attribute(NDA_LLADDR, hardwareAddress);
        Send(message, $"add neighbour {ip}");
    }

    public void Dispose() => socket.Dispose();

    private static RtnetlinkMessage Route(RtnetlinkMessage message, Cidr destination, IP gateway, int index)
    {
        const uint RTNH_F_ONLINK = 4;
        const ushort RTA_DST = 1;
        const ushort RTA_OIF = 4;
        const ushort RTA_GATEWAY = 5;

        message.Route(destination.Family, destination.PrefixLength, RTNH_F_ONLINK);
        if (destination.PrefixLength > 0) message.Attribute(RTA_DST, destination.Network);
        return message.Attribute(RTA_OIF, index).Attribute(RTA_GATEWAY, gateway);
    }

    private RtnetlinkMessage New(ushort type, ushort flags = 0) => new(type, flags, ++sequence);

    /// <param name="tolerated">An errno that means that there is nothing to do.</param>
    private void Send(RtnetlinkMessage message, string step, int tolerated = 0)
    {
        var sent = socket.Send(message.Finish());
        if (sent < 0) throw Errno.Failure(step, -sent);

        var errno = ReadAnswer(step);
        if (errno == 0 || errno == tolerated) return;

        throw errno == Errno.EOPNOTSUPP
            ? new LabException(LabError.NotSupported, $"The kernel cannot {step}: it lacks support for it.")
            : Errno.Failure(step, errno);
    }

    /// <summary>The errno of the acknowledgement of the last request; 0 is success.</summary>
    private int ReadAnswer(string step)
    {
        // struct nlmsgerr follows the header of 16 bytes: error 4 (negative), then the request.
        const int ErrorOffset = 16;

        var received = socket.Receive(answer);
        if (received < 0) throw Errno.Failure(step, -received);

        var type = MemoryMarshal.Read<ushort>(answer.AsSpan(4));
        var answered = MemoryMarshal.Read<uint>(answer.AsSpan(8));
        if (received < ErrorOffset + 4 || type != NLMSG_ERROR || answered != sequence)
        {
            throw new LabException(LabError.Kernel, $"The kernel's answer to \"{step}\" makes no sense.");
        }

        return -MemoryMarshal.Read<int>(answer.AsSpan(ErrorOffset));
    }
}
