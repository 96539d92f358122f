using Weir.Policy.Addresses;

namespace Weir.Policy.Tests.Addresses;

public sealed class CidrTextTests
{
    [Theory]
    [InlineData("10.0.0.0/8", false, false, false)]
    [InlineData("0.0.0.0/0", false, false, false)]
    [InlineData("::/0", false, false, false)]
    [InlineData("010.0.0.0/8", true, false, false)]
    [InlineData("10.0.0.00/8", true, false, false)]
    [InlineData("10.0.0.0/08", true, false, false)]
    [InlineData("10.0.0.0/00", true, false, true)]
    [InlineData("10.0.0.1/8", false, false, true)]
    [InlineData("0.0.0.1/0", false, false, true)]
    [InlineData("10.0.0.1/32", false, false, false)]
    [InlineData("::ffff:10.0.0.0/104", false, true, false)]
    [InlineData("::ffff:10.0.0.1/104", false, true, true)]
    [InlineData("::ffff:010.0.0.0/104", true, true, false)]
    [InlineData("::ffff:0:0/96", false, true, false)]
    [InlineData("::ffff:0:0/95", false, true, true)] // one of its ones lies beyond the prefix
    [InlineData("2001:db8::/64", false, false, false)]
    [InlineData("2001:0db8::/64", false, false, false)] // zeros in a group are ordinary IPv6
    [InlineData("2001:db8::/064", true, false, false)]
    [InlineData("2001:DB8::1/64", false, false, true)]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128", false, false, false)]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/127", false, false, true)]
    public void The_peculiarities_of_the_text_are_kept(string text, bool leadingZeros, bool mapped, bool hostBits)
    {
        Assert.True(CidrText.TryParse(text, out var cidr));
        Assert.Equal((leadingZeros, mapped, hostBits), (cidr.HasLeadingZeros, cidr.Address.IsMapped, cidr.HasHostBits));
    }

    [Theory]
    [InlineData("10.0.0.0/8", 8, 104)]
    [InlineData("::ffff:10.0.0.0/104", 104, 104)]
    [InlineData("2001:db8::/32", 32, 32)]
    [InlineData("1.2.3.4/032", 32, 128)]
    public void The_prefix_length_is_kept_as_written_and_over_128_bits(string text, int written, int wide)
    {
        Assert.True(CidrText.TryParse(text, out var cidr));
        Assert.Equal((written, wide), (cidr.PrefixLength, cidr.LongPrefixLength));
    }

    [Fact]
    public void A_mapped_block_and_the_IPv4_block_it_means_have_the_same_network_bits()
    {
        Assert.True(CidrText.TryParse("::ffff:10.9.8.7/104", out var mapped));
        Assert.True(CidrText.TryParse("10.0.0.0/8", out var plain));
        Assert.Equal(plain.NetworkBits, mapped.NetworkBits);
        Assert.True(mapped.Address.WrittenAsIPv6);
        Assert.False(plain.Address.WrittenAsIPv6);
    }

    [Theory]
    [InlineData("::ffff:10.0.0.0/96", true)]
    [InlineData("::ffff:10.0.0.0/95", false)]
    [InlineData("::ffff:0:0/0", false)]
    [InlineData("::/0", true)]
    public void A_mapped_block_that_is_wider_than_IPv4_has_no_canonical_form(string text, bool canonical)
    {
        Assert.True(CidrText.TryParse(text, out var cidr)); // it is text that the server takes, all the same
        Assert.Equal(canonical, cidr.TryCanonicalise(out var value));
        Assert.Equal(canonical, value != default);
    }
}
