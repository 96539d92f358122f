using CsCheck;
using Weir.Policy.Addresses;

namespace Weir.Policy.Tests.Addresses;

/// <summary>Random addresses and networks; IPv6 has long runs of zeros, and both families their first and last address, often.</summary>
internal static class AddressGen
{
    public static readonly Gen<IP> IPv4 = Gen.OneOf(
        Gen.UInt.Select(bits => new IP(bits, IPFamily.IPv4)),
        Gen.OneOf(new IP(0, IPFamily.IPv4), IPFamily.IPv4.Last()));

    /// <summary>Mapped addresses are left out: they are IPv4.</summary>
    public static readonly Gen<IP> IPv6 = Gen.OneOf<ushort>(0, 0, 0, 1, 0xFFFF, 0x0DB8).Array[8]
        .Select(Join)
        .Where(bits => bits >> 32 != 0xFFFF)
        .Select(bits => new IP(bits, IPFamily.IPv6));

    public static readonly Gen<IP> Any = Gen.OneOf(IPv4, IPv6);

    public static readonly Gen<Cidr> Cidr =
        from address in Any
        from length in Gen.Int[0, address.Width]
        select new Cidr(address, length);

    private static UInt128 Join(ushort[] groups) => groups.Aggregate(UInt128.Zero, (bits, group) => (bits << 16) | group);
}
