namespace Weir.Dataplane.Nftables;

/// <summary>
/// A type of keys and values in nft's words. The kernel knows lengths only; nft reads the number from the set to know how to print it.
/// </summary>
/// <param name="Name">As in <c>type ipv4_addr . inet_service</c>.</param>
/// <param name="Number">nft's number for it, 6 bits.</param>
/// <param name="Length">In bytes. In a concatenation it is padded to a multiple of four.</param>
/// <param name="ByteOrder">How its bytes are ordered in the kernel.</param>
internal sealed record DataType(string Name, byte Number, int Length, ByteOrder ByteOrder)
{
    public static readonly DataType IPv4Address = new("ipv4_addr", 7, 4, ByteOrder.Network);
    public static readonly DataType IPv6Address = new("ipv6_addr", 8, 16, ByteOrder.Network);
    public static readonly DataType InetProtocol = new("inet_proto", 12, 1, ByteOrder.Network);
    public static readonly DataType InetService = new("inet_service", 13, 2, ByteOrder.Network);
    public static readonly DataType ClassId = new("classid", 23, 4, ByteOrder.Host);
}

/// <summary>By nft's numbers.</summary>
internal enum ByteOrder : uint
{
    /// <summary>Of a concatenation, whose fields differ.</summary>
    Mixed = 0,
    Host = 1,
    Network = 2,
}
