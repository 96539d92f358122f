namespace Weir.Lab.Linux;

/// <summary>Settings of the network namespace that the calling thread is in. Never call it from a thread of the host's namespace.</summary>
internal static class Sysctl
{
    private const string Folder = "/proc/sys/net";

    private static readonly (string Name, string Value)[] Common =
    [
        // A reply may take another way than the request: nodes have several links and no addresses on most of them.
        ("ipv4/conf/all/rp_filter", "0"),
        ("ipv4/conf/default/rp_filter", "0"),

        // A refusal must not look like a denial because too many were sent in one second.
        ("ipv4/icmp_ratelimit", "0"),
        ("ipv4/icmp_msgs_per_sec", "100000"),
        ("ipv4/icmp_msgs_burst", "100000"),

        // Probes send ICMP echo without a raw socket, so that the kernel sorts the replies.
        ("ipv4/ping_group_range", "0 2147483647"),
    ];

    private static readonly (string Name, string Value)[] IPv6 =
    [
        ("ipv6/conf/all/disable_ipv6", "0"),
        ("ipv6/conf/default/disable_ipv6", "0"),

        // Addresses are unique by plan: waiting a second or two for the kernel to find that out would be most of the build.
        ("ipv6/conf/default/accept_dad", "0"),
        ("ipv6/conf/default/dad_transmits", "0"),

        // Link-local addresses are set by hand and routes too: no other traffic on the links.
        ("ipv6/conf/default/addr_gen_mode", "1"),
        ("ipv6/conf/default/accept_ra", "0"),
        ("ipv6/conf/default/router_solicitations", "0"),
        ("ipv6/icmp/ratelimit", "0"),
    ];

    // Since when each setting exists differs; without one of these the lab works, if less well under load.
    private static readonly string[] Optional = ["ipv4/icmp_msgs_per_sec", "ipv4/icmp_msgs_burst"];

    public static void Prepare(bool ipv6, bool forwarding)
    {
        if (ipv6 && !Directory.Exists($"{Folder}/ipv6"))
        {
            throw new LabException(LabError.NotSupported, "This kernel has no IPv6: use IPv4 addresses only, or boot without ipv6.disable.");
        }

        // Forwarding first: switching it resets other settings.
        if (forwarding) Set("ipv4/ip_forward", "1");
        if (forwarding && ipv6) Set("ipv6/conf/all/forwarding", "1");

        foreach (var (name, value) in Common) Set(name, value);
        if (!ipv6) return;

        foreach (var (name, value) in IPv6) Set(name, value);
    }

    private static void Set(string name, string value)
    {
        var path = $"{Folder}/{name}";
        if (Optional.Contains(name) && !File.Exists(path)) return;

        try
        {
            File.WriteAllText(path, value);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LabException(LabError.NotPermitted, $"Cannot set {path} in a network namespace of the lab: {exception.Message}", exception);
        }
    }
}
