using Weir.Lab.Linux;
using Weir.Lab.Planning;
using Weir.Policy.Addresses;

namespace Weir.Lab;

/// <summary>
/// Turns a link of the plan into kernel objects. Both ends know the other by constant addresses and permanent neighbours, so no ARP and no
/// neighbour discovery ever runs, nothing has to settle, and any address can sit on either side.
/// </summary>
internal sealed class Wiring(Rtnetlink outer, Rtnetlink inner)
{
    // Far above what the kernel numbers itself: some kernels put tunnels into every new namespace.
    private const int InnerIndex = 100;
    private const int FirstOuterIndex = 1000;

    private static readonly Gateway IPv4 = new(IP.Parse("169.254.1.1"), IP.Parse("169.254.1.2"));
    private static readonly Gateway IPv6 = new(IP.Parse("fe80::1"), IP.Parse("fe80::2"));

    // Locally administered; a link has two ends only, so all links can use the same two.
    private static readonly byte[] OuterHardwareAddress = [2, 0, 0, 0, 0, 1];
    private static readonly byte[] InnerHardwareAddress = [2, 0, 0, 0, 0, 2];

    /// <summary>How each end of any link calls the other in its routes.</summary>
    private sealed record Gateway(IP Outer, IP Inner);

    public void Connect(LabLink link, LabNamespace innerNamespace, bool ipv6)
    {
        var outerIndex = OuterIndex(link);
        outer.AddVeth(
            new Rtnetlink.VethEnd(link.OuterName, outerIndex, OuterHardwareAddress),
            new Rtnetlink.VethEnd("eth0", InnerIndex, InnerHardwareAddress),
            innerNamespace);
        outer.SetUp(outerIndex);
        inner.SetUp(InnerIndex);

        foreach (var ip in link.Addresses) inner.AddAddress(InnerIndex, ip, ip.Width);
        Introduce(IPv4, outerIndex);
        if (ipv6)
        {
            // IPv6 takes a link-local gateway only where the link itself has such an address.
            outer.AddAddress(outerIndex, IPv6.Outer, 64);
            inner.AddAddress(InnerIndex, IPv6.Inner, 64);
            Introduce(IPv6, outerIndex);
        }

        foreach (var ip in link.Addresses) AddRoute(outer, link, ip);
        foreach (var ip in link.Behind) AddRoute(outer, link, ip);
    }

    /// <summary>Makes one more address behind the link reachable.</summary>
    public static void AddRoute(Rtnetlink outer, LabLink link, IP ip)
    {
        IP? source = link.GatewayAddresses.FirstOrDefault(own => own.Family == ip.Family) is { Family: not IPFamily.None } own ? own : null;
        outer.AddRoute(Host(ip), GatewayFor(ip).Inner, OuterIndex(link), source);
    }

    public static void DeleteRoute(Rtnetlink outer, LabLink link, IP ip) =>
        outer.DeleteRoute(Host(ip), GatewayFor(ip).Inner, OuterIndex(link));

    public static void Disconnect(Rtnetlink outer, LabLink link) => outer.DeleteLink(OuterIndex(link));

    private void Introduce(Gateway gateway, int outerIndex)
    {
        outer.AddNeighbour(outerIndex, gateway.Inner, InnerHardwareAddress);
        inner.AddNeighbour(InnerIndex, gateway.Outer, OuterHardwareAddress);
        inner.AddRoute(Cidr.All(gateway.Outer.Family), gateway.Outer, InnerIndex);
    }

    private static Gateway GatewayFor(IP ip) => ip.Family == IPFamily.IPv4 ? IPv4 : IPv6;

    private static Cidr Host(IP ip) => new(ip, ip.Width);

    private static int OuterIndex(LabLink link) => FirstOuterIndex + link.Number;
}
