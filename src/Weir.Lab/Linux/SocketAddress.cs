using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Weir.Policy.Addresses;

namespace Weir.Lab.Linux;

/// <summary>A <c>sockaddr_in</c> or <c>sockaddr_in6</c>, passed to the kernel as it is.</summary>
internal struct SocketAddress
{
    public const int AF_INET = 2;
    public const int AF_INET6 = 10;

    // family 2, port 2, address 4, zero 8
    private const int IPv4Size = 16;

    // family 2, port 2, flow label 4, address 16, scope 4
    public const int MaxSize = 28;

    private Storage storage;

    public SocketAddress(IP ip, ushort port)
    {
        Span<byte> bytes = storage;
        MemoryMarshal.Write(bytes, (ushort)FamilyOf(ip.Family));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], port);
        ip.WriteBytes(bytes[AddressOffset..]);
    }

    public readonly IP IP
    {
        get
        {
            ReadOnlySpan<byte> bytes = storage;
            return IP.FromBytes(bytes.Slice(AddressOffset, IsIPv4 ? 4 : 16));
        }
    }

    /// <summary>How many bytes the kernel wants for this family.</summary>
    public readonly int Size => IsIPv4 ? IPv4Size : MaxSize;

    private readonly bool IsIPv4 => MemoryMarshal.Read<ushort>(storage) == AF_INET;

    private readonly int AddressOffset => IsIPv4 ? 4 : 8;

    public static int FamilyOf(IPFamily family) => family == IPFamily.IPv4 ? AF_INET : AF_INET6;

    [InlineArray(MaxSize)]
    private struct Storage
    {
        private byte first;
    }
}
