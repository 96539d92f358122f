using System.Globalization;
using System.Runtime.InteropServices;
using Weir.Lab.Linux;
using Weir.Lab.Planning;

namespace Weir.Lab;

/// <summary>What a machine must offer, asked before anything is made. The lab runs no other program: the kernel is all it needs.</summary>
public static class LabRequirements
{
    // CAP_NET_ADMIN for links and rules, CAP_NET_RAW for SCTP packets, CAP_SYS_ADMIN for namespaces and their mounts.
    private const ulong Capabilities = (1UL << 12) | (1UL << 13) | (1UL << 21);

    /// <exception cref="LabException">Something is missing; the message says what and what to do.</exception>
    public static void Check()
    {
        if (Missing() is { } missing) throw missing;
    }

    /// <summary>What keeps this machine from running a lab; null for nothing.</summary>
    public static LabException? Missing()
    {
        if (!OperatingSystem.IsLinux()) return new(LabError.NotSupported, "A lab needs Linux: its pods and nodes are network namespaces.");
        if (Libc.geteuid() != 0) return new(LabError.NotPermitted, "A lab needs root to make network namespaces: run it with sudo.");
        if (!HasCapabilities())
        {
            return new(LabError.NotPermitted, "Root may not make network namespaces here: run the lab outside this container, or make the container privileged.");
        }

        if (!HasNftables()) return new(LabError.NotSupported, "This kernel has no nftables: load the module nf_tables.");
        return null;
    }

    /// <exception cref="LabException">A lab of this name exists, running or left behind.</exception>
    internal static void CheckNameIsFree(string lab)
    {
        var leftovers = LabNamespace.List(LabNames.Prefix(lab));
        if (leftovers.Count == 0) return;

        throw new LabException(
            LabError.NameInUse,
            $"A lab named {lab} exists ({leftovers.Count} network namespaces {LabNames.Prefix(lab)}*): it runs, or was killed.");
    }

    private static bool HasCapabilities()
    {
        const string Effective = "CapEff:";

        var line = File.ReadLines("/proc/thread-self/status").First(line => line.StartsWith(Effective, StringComparison.Ordinal));
        var held = ulong.Parse(line.AsSpan(Effective.Length).Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return (held & Capabilities) == Capabilities;
    }

    /// <summary>Asks nf_tables for its generation number, which changes nothing.</summary>
    private static bool HasNftables()
    {
        const int NETLINK_NETFILTER = 12;
        const ushort NFNL_SUBSYS_NFTABLES = 10;
        const ushort NFT_MSG_GETGEN = 16;
        const ushort NLMSG_ERROR = 2;

        try
        {
            using var socket = NativeSocket.OpenNetlink(NETLINK_NETFILTER);

            // struct nlmsghdr, then struct nfgenmsg: family 1, version 1, resource 2
            Span<byte> request = stackalloc byte[20];
            MemoryMarshal.Write(request, request.Length);
            MemoryMarshal.Write(request[4..], (ushort)((NFNL_SUBSYS_NFTABLES << 8) | NFT_MSG_GETGEN));
            MemoryMarshal.Write(request[6..], (ushort)1);

            Span<byte> answer = stackalloc byte[256];
            return socket.Send(request) > 0 && socket.Receive(answer) > 0 && MemoryMarshal.Read<ushort>(answer[4..]) != NLMSG_ERROR;
        }
        catch (LabException)
        {
            return false;
        }
    }
}
