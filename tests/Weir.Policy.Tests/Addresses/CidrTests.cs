using CsCheck;
using Weir.Policy.Addresses;

namespace Weir.Policy.Tests.Addresses;

public sealed class CidrTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("10.0.0.1/8", "10.0.0.0/8")]
    [InlineData("010.0.0.0/8", "10.0.0.0/8")] // IPNetwork.Parse says 8.0.0.0/8
    [InlineData("10.0.0.0/08", "10.0.0.0/8")]
    [InlineData("10.0.0.0/0000000000032", "10.0.0.0/32")]
    [InlineData("1.2.3.4/0", "0.0.0.0/0")]
    [InlineData("1.2.3.4/32", "1.2.3.4/32")]
    [InlineData("255.255.255.255/31", "255.255.255.254/31")]
    [InlineData("::ffff:10.0.0.0/104", "10.0.0.0/8")]
    [InlineData("::ffff:10.1.2.3/104", "10.0.0.0/8")]
    [InlineData("::ffff:10.1.2.3/128", "10.1.2.3/32")]
    [InlineData("::ffff:0:0/96", "0.0.0.0/0")]
    [InlineData("::1.2.3.4/128", "::102:304/128")]
    [InlineData("2001:DB8:0:0::/64", "2001:db8::/64")]
    [InlineData("2001:db8::1/64", "2001:db8::/64")]
    [InlineData("::/0", "::/0")]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/0", "::/0")]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128")]
    public void Text_is_read_and_canonicalised(string text, string canonical) => Assert.Equal(canonical, Cidr.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/8")]
    [InlineData("10.0.0.0")]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/+8")]
    [InlineData("10.0.0.0/ 8")]
    [InlineData("10.0.0.0/8 ")]
    [InlineData(" 10.0.0.0/8")]
    [InlineData("10.0.0.0 /8")]
    [InlineData("10.0.0.0/8/8")]
    [InlineData("10.0.0.0/0x8")]
    [InlineData("10.0.0.0/8.0")]
    [InlineData("10.0.0.0/255.0.0.0")]
    [InlineData("10.0.0.0/18446744073709551624")] // 8 in 64 bits
    [InlineData("10.0.0.0/4294967304")] // 8 in 32 bits
    [InlineData("10/8")] // IPNetwork.Parse says 0.0.0.0/8 or 10.0.0.0/8
    [InlineData("10.0/16")]
    [InlineData("0x0a.0.0.0/8")]
    [InlineData("::/129")]
    [InlineData("::/-1")]
    [InlineData("::")]
    [InlineData("::1%1/64")]
    [InlineData("fe80::%eth0/64")]
    [InlineData("[::1]/64")]
    [InlineData("[::1]:80/64")]
    [InlineData("::ffff:10.0.0.0/95")] // no sane meaning
    [InlineData("::ffff:10.0.0.0/0")]
    [InlineData("::ffff:10.0.0.0/129")]
    public void Other_text_is_no_network(string text)
    {
        Assert.False(Cidr.TryParse(text, out var cidr));
        Assert.Equal(default, cidr);
        Assert.Throws<FormatException>(() => Cidr.Parse(text));
    }

    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0", true)]
    [InlineData("10.0.0.0/8", "10.255.255.255", true)]
    [InlineData("10.0.0.0/8", "9.255.255.255", false)]
    [InlineData("10.0.0.0/8", "11.0.0.0", false)]
    [InlineData("10.0.0.7/8", "10.0.0.1", true)] // R34: host bits mean nothing
    [InlineData("0.0.0.0/0", "255.255.255.255", true)]
    [InlineData("0.0.0.0/0", "::", false)] // R33: families never mix
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("::/0", "0.0.0.0", false)]
    [InlineData("::/0", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", true)]
    [InlineData("10.0.0.0/8", "::ffff:10.1.1.1", true)] // mapped is IPv4, on both sides
    [InlineData("::ffff:10.0.0.0/104", "10.1.1.1", true)]
    [InlineData("::/0", "::ffff:10.1.1.1", false)]
    [InlineData("10.0.0.1/32", "10.0.0.1", true)]
    [InlineData("10.0.0.1/32", "10.0.0.0", false)]
    [InlineData("10.0.0.1/32", "10.0.0.2", false)]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", true)]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe", false)]
    [InlineData("2001:db8::/64", "2001:db8:0:1::", false)]
    [InlineData("8000::/1", "7fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", false)]
    public void A_network_contains_the_addresses_that_share_its_prefix(string cidr, string address, bool contains) =>
        Assert.Equal(contains, Cidr.Parse(cidr).Contains(IP.Parse(address)));

    [Theory]
    [InlineData("10.0.0.0/8", "10.1.0.0/16", true)]
    [InlineData("10.0.0.0/8", "10.0.0.0/8", true)]
    [InlineData("10.1.0.0/16", "10.0.0.0/8", false)]
    [InlineData("10.0.0.0/8", "11.0.0.0/16", false)]
    [InlineData("0.0.0.0/0", "::/0", false)]
    [InlineData("::/0", "10.0.0.0/8", false)]
    [InlineData("::/0", "::1/128", true)]
    public void A_network_contains_networks_inside_it(string outer, string inner, bool contains) =>
        Assert.Equal(contains, Cidr.Parse(outer).Contains(Cidr.Parse(inner)));

    [Fact]
    public void The_default_network_contains_nothing_and_is_in_nothing()
    {
        Cidr none = default;
        Assert.False(none.Contains(IP.Parse("0.0.0.0")));
        Assert.False(none.Contains(IP.Parse("::")));
        Assert.False(none.Contains(default(IP)));
        Assert.False(none.Contains(none));
        Assert.False(Cidr.All(IPFamily.IPv4).Contains(none));
        Assert.Empty(AddressRanges.Flatten(none, []));
        Assert.Equal("none", none.ToString());
    }

    [Theory]
    [InlineData("10.0.0.0", -1)]
    [InlineData("10.0.0.0", 33)]
    [InlineData("::", 129)]
    public void A_prefix_length_outside_the_family_is_the_callers_bug(string address, int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Cidr(IP.Parse(address), length));

    [Fact]
    public void Containment_is_the_range_from_first_to_last() =>
        Gen.Select(AddressGen.Cidr, AddressGen.Any).Sample((cidr, ip) =>
        {
            Assert.Equal(cidr.Range.Contains(ip), cidr.Contains(ip));
            Assert.True(cidr.Contains(cidr.First) && cidr.Contains(cidr.Last));

            var (before, behind) = (cidr.First.Bits - 1, cidr.Last.Bits + 1);
            if (cidr.First.Bits != 0) Assert.False(cidr.Contains(new IP(before, cidr.Family)));
            if (cidr.Last != cidr.Family.Last()) Assert.False(cidr.Contains(new IP(behind, cidr.Family)));
        });

    [Fact]
    public void Text_of_a_network_reads_back_as_that_network() =>
        AddressGen.Cidr.Where(cidr => cidr.Network.Bits >> 32 != 0xFFFF).Sample(cidr => Assert.Equal(cidr, Cidr.Parse(cidr.ToString())));

    [Fact]
    public void Every_address_of_a_network_names_the_same_network() =>
        Gen.Select(AddressGen.Cidr, Gen.ULong, Gen.ULong).Sample((cidr, high, low) =>
        {
            var host = new UInt128(high, low) & (cidr.Last.Bits ^ cidr.First.Bits);
            Assert.Equal(cidr, new Cidr(new IP(cidr.Network.Bits | host, cidr.Family), cidr.PrefixLength));
        });
}
