using CsCheck;
using Weir.Policy.Addresses;

namespace Weir.Policy.Tests.Addresses;

public sealed class AddressRangesTests
{
    [Theory]
    [InlineData("10.0.0.0/24", "", "10.0.0.0-10.0.0.255")]
    [InlineData("10.0.0.0/24", "10.0.0.128/25", "10.0.0.0-10.0.0.127")]
    [InlineData("10.0.0.0/24", "10.0.0.0/25", "10.0.0.128-10.0.0.255")]
    [InlineData("10.0.0.0/24", "10.0.0.4/32", "10.0.0.0-10.0.0.3 10.0.0.5-10.0.0.255")]
    [InlineData("10.0.0.0/24", "10.0.0.4/32 10.0.0.4/32 10.0.0.4/31", "10.0.0.0-10.0.0.3 10.0.0.6-10.0.0.255")] // R36: repeats, overlaps
    [InlineData("10.0.0.0/24", "10.0.0.128/25 10.0.0.0/25", "")] // R36: together they cover it
    [InlineData("10.0.0.0/24", "10.0.0.0/8", "")]
    [InlineData("10.0.0.0/24", "10.0.1.0/24 9.0.0.0/8", "10.0.0.0-10.0.0.255")] // R36: outside
    [InlineData("10.0.0.0/24", "::/0", "10.0.0.0-10.0.0.255")] // R33
    [InlineData("10.0.0.1/32", "10.0.0.1/32", "")]
    [InlineData("0.0.0.0/0", "0.0.0.0/32 255.255.255.255/32", "0.0.0.1-255.255.255.254")]
    [InlineData("::/0", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128", "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe")]
    [InlineData("::/0", "::/1", "8000::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("::/0", "::/0", "")]
    public void A_block_minus_its_holes_is_a_list_of_ranges(string block, string holes, string ranges)
    {
        var except = holes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Cidr.Parse);
        Assert.Equal(ranges, string.Join(' ', AddressRanges.Flatten(Cidr.Parse(block), except)));
    }

    /// <summary>A universe of 64 addresses at either end of either family, so that every sum is near its limit.</summary>
    [Theory]
    [InlineData("0.0.0.0/26")]
    [InlineData("255.255.255.192/26")]
    [InlineData("::/122")]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffc0/122")]
    public void The_ranges_hold_exactly_the_addresses_in_the_block_and_in_no_hole(string universe)
    {
        var all = Cidr.Parse(universe);
        var networks = Gen.Select(Gen.UInt[0, 63], Gen.Int[all.PrefixLength, all.Network.Width],
            (host, length) => new Cidr(new IP(all.Network.Bits | host, all.Family), length));
        Gen.Select(networks, networks.Array[0, 6]).Sample((block, holes) =>
        {
            var ranges = AddressRanges.Flatten(block, holes).ToArray();
            for (uint host = 0; host < 64; host++)
            {
                var ip = new IP(all.Network.Bits | host, all.Family);
                var expected = block.Contains(ip) && !holes.Any(hole => hole.Contains(ip));
                Assert.Equal(expected, ranges.Any(range => range.Contains(ip)));
            }

            // Ascending, and never two that could be one.
            foreach (var (left, right) in ranges.Zip(ranges.Skip(1))) Assert.True(left.Last.Bits + 1 < right.First.Bits);
            Assert.All(ranges, range => Assert.True(range.First <= range.Last));
        });
    }
}
