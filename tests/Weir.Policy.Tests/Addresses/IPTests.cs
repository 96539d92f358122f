using System.Globalization;
using System.Net;
using CsCheck;
using Weir.Policy.Addresses;

namespace Weir.Policy.Tests.Addresses;

public sealed class IPTests
{
    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1")]
    [InlineData("0.0.0.0", "0.0.0.0")]
    [InlineData("255.255.255.255", "255.255.255.255")]
    [InlineData("010.0.0.01", "10.0.0.1")] // decimal, never octal
    [InlineData("000010.08.09.0377", null)] // 0377 is three hundred and seventy-seven
    [InlineData("000010.08.09.0255", "10.8.9.255")]
    [InlineData("::", "::")]
    [InlineData("::1", "::1")]
    [InlineData("1::", "1::")]
    [InlineData("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8")]
    [InlineData("2001:DB8:0:0::", "2001:db8::")]
    [InlineData("2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1")]
    [InlineData("FFFF:ffff:FFFF:ffff:FFFF:ffff:FFFF:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("64:ff9b::192.0.2.33", "64:ff9b::c000:221")]
    [InlineData("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304")]
    [InlineData("::1.2.3.4", "::102:304")] // compatible, not mapped
    [InlineData("::fffe:1.2.3.4", "::fffe:102:304")]
    [InlineData("::1:ffff:1.2.3.4", "::1:ffff:102:304")]
    public void Text_is_read_as_the_API_server_reads_it(string text, string? address)
    {
        Assert.Equal(address is not null, IP.TryParse(text, out var ip));
        Assert.Equal(address ?? "none", ip.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" 10.0.0.1")]
    [InlineData("10.0.0.1 ")]
    [InlineData("10.0.0.1\n")]
    [InlineData("10")]
    [InlineData("10.1")]
    [InlineData("10.0.1")]
    [InlineData("167772161")]
    [InlineData("10.0.0.0.0")]
    [InlineData("10.0.0.")]
    [InlineData(".10.0.0")]
    [InlineData("10..0.0")]
    [InlineData("256.0.0.0")]
    [InlineData("10.0.0.300")]
    [InlineData("0x0a.0.0.0")]
    [InlineData("+10.0.0.0")]
    [InlineData("-1.0.0.0")]
    [InlineData("1e1.0.0.0")]
    [InlineData("a.b.c.d")]
    [InlineData("\u0661\u0660.0.0.0")] // digits, but not ASCII
    [InlineData("10.0.0.1:80")]
    [InlineData("10.0.0.1/8")]
    [InlineData("[::1]")]
    [InlineData("[::1]:80")]
    [InlineData("::1%1")]
    [InlineData("fe80::1%eth0")]
    [InlineData(":")]
    [InlineData(":::")]
    [InlineData("1:")]
    [InlineData(":1")]
    [InlineData("1::2::3")]
    [InlineData("1:::2")]
    [InlineData("::1:")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4:5:6:7:8:")]
    [InlineData("1:2:3:4::5:6:7:8")] // the gap stands for one group at least
    [InlineData("::1:2:3:4:5:6:7:8")]
    [InlineData("1:2:3:4:5:6:7:8::")]
    [InlineData("g::")]
    [InlineData("::+1")]
    [InlineData(":: 1")]
    [InlineData("::0x1")]
    [InlineData("12345::")]
    [InlineData("::10.0.0")]
    [InlineData("::10.0.0.0.0")]
    [InlineData("::10.0.0.1:1")]
    [InlineData("::256.0.0.0")]
    [InlineData("1:2:3:4:5:6:7:1.2.3.4")]
    public void Other_text_is_no_address(string text)
    {
        Assert.False(IP.TryParse(text, out var ip));
        Assert.Equal(default, ip);
        Assert.Throws<FormatException>(() => IP.Parse(text));
    }

    [Theory]
    [InlineData("::ffff:10.1.2.3")]
    [InlineData("::FFFF:0a01:0203")]
    [InlineData("0:0:0:0:0:ffff:10.1.2.3")]
    [InlineData("::ffff:010.001.2.3")]
    public void A_mapped_address_is_the_IPv4_address_however_it_arrives(string text)
    {
        var plain = IP.Parse("10.1.2.3");
        Assert.Equal(plain, IP.Parse(text));
        Assert.Equal(plain, IP.From(IPAddress.Parse("::ffff:10.1.2.3")));
        Assert.Equal(IPFamily.IPv4, IP.Parse(text).Family);
    }

    [Theory]
    [InlineData("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1")] // the first of two runs of the same length
    [InlineData("2001:0:0:1:0:0:0:1", "2001:0:0:1::1")] // the longer run
    [InlineData("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1")] // one group alone is not shortened
    [InlineData("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0")]
    [InlineData("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8")]
    [InlineData("1:0:0:0:0:0:0:0", "1::")]
    [InlineData("0:0:0:0:0:0:0:1", "::1")]
    [InlineData("0:0:1:0:0:0:1:0", "0:0:1::1:0")]
    [InlineData("ABCD:00EF::", "abcd:ef::")]
    public void IPv6_is_written_as_RFC_5952_wants_it(string text, string canonical) => Assert.Equal(canonical, IP.Parse(text).ToString());

    [Fact]
    public void Text_of_an_address_reads_back_as_that_address() =>
        AddressGen.Any.Sample(ip =>
        {
            Assert.Equal(ip, IP.Parse(ip.ToString()));
            Assert.Equal(ip, IP.From(IPAddress.Parse(ip.ToString())));
            Assert.Equal(ip, IP.From(ip.ToIPAddress()));
        });

    [Fact]
    public void Every_spelling_of_an_IPv6_address_is_that_address() =>
        Gen.Select(AddressGen.IPv6, Gen.Int[0, 7], Gen.Int[1, 4], Gen.Bool).Sample((ip, gap, width, upper) =>
        {
            var groups = Enumerable.Range(0, 8)
                .Select(i => ((ushort)(ip.Bits >> (112 - (16 * i)))).ToString($"{(upper ? 'X' : 'x')}{width}", CultureInfo.InvariantCulture))
                .ToArray();
            Assert.Equal(ip, IP.Parse(string.Join(':', groups)));

            // Any one run of zeros may be the gap, not only the longest.
            var end = gap;
            while (end < 8 && groups[end].All(digit => digit == '0')) end++;
            if (end > gap) Assert.Equal(ip, IP.Parse($"{string.Join(':', groups[..gap])}::{string.Join(':', groups[end..])}"));
        });

    [Fact]
    public void Bytes_of_an_address_make_that_address() =>
        AddressGen.Any.Sample(ip =>
        {
            Span<byte> bytes = stackalloc byte[16];
            var length = ip.WriteBytes(bytes);
            Assert.Equal(ip.Width / 8, length);
            Assert.Equal(ip, IP.FromBytes(bytes[..length]));
        });

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(17)]
    public void No_other_number_of_bytes_is_an_address(int length) =>
        Assert.Throws<ArgumentException>(() => IP.FromBytes(new byte[length]));

    [Fact]
    public void IPv4_sorts_before_IPv6_and_each_family_by_number()
    {
        string[] ascending = ["0.0.0.0", "9.255.255.255", "10.0.0.0", "128.0.0.0", "255.255.255.255", "::", "::1", "8000::", "ffff::"];
        var sorted = ascending.Reverse().Select(IP.Parse).Order().Select(ip => ip.ToString());
        Assert.Equal(ascending, sorted);
        Assert.True(IP.Parse("9.0.0.0") < IP.Parse("10.0.0.0"));
        Assert.True(IP.Parse("::") > IP.Parse("255.255.255.255"));
        Assert.True(IP.Parse("::1") >= IP.Parse("::1") && IP.Parse("::1") <= IP.Parse("::1"));
    }

    [Fact]
    public void Addresses_of_different_families_with_the_same_number_differ() => Assert.NotEqual(IP.Parse("0.0.0.1"), IP.Parse("::1"));

    [Fact]
    public void The_default_address_belongs_to_no_family()
    {
        IP none = default;
        Assert.Equal(IPFamily.None, none.Family);
        Assert.Equal(0, none.Width);
        Assert.Equal(0, none.WriteBytes(new byte[16]));
        Assert.Equal("none", none.ToString());
    }
}
