using Weir.Dataplane.Nftables;
using Weir.Dataplane.Nftables.Expressions;
using Weir.Dataplane.Nftables.Layout;
using Weir.Dataplane.Nftables.Netlink;
using Weir.Policy.Addresses;
using Weir.Policy.Model;

namespace Weir.Dataplane.Tests.Nftables;

/// <summary>Objects against the bytes that nft 1.0.6 itself sends for them.</summary>
public sealed class ObjectTests
{
    private static readonly FamilySets Ingress4 = KernelLayout.Of(Direction.Ingress, IPFamily.IPv4);

    [Fact]
    public void A_base_chain() => Assert.Equal(
        "0900010077656972000000000c000300666f727761726400"
        + "0b00070066696c74657200000800050000000001"
        + "14000480" + "0800010000000002" + "0800020000000000",
        Hex(KernelLayout.Forward.WriteAttributes));

    [Fact]
    public void A_map_with_intervals_says_its_types_and_byte_orders() => Assert.Equal(
        "0900010077656972000000000e000200696e5f6369647273340000000800030000" + "00000c"
        + "0800040000000007" + "0800050000000004" + "0800060000000017" + "0800070000000004"
        + "08000a0000000001" + "10000d00" + "000402000000" + "010401000000",
        Hex(Ingress4.Cidrs.WriteAttributes));

    [Fact]
    public void A_concatenation_of_intervals_says_the_length_of_each_field() => Assert.Equal(
        "090001007765697200000000100002006f70656e5f72616e67657300" + "0800030000000084"
        + "080004000001730d" + "080005000000000c" + "08000a0000000001"
        + "2c000980" + "28000280" + "0c000180" + "0800010000000004" + "0c000180" + "0800010000000001" + "0c000180" + "0800010000000002"
        + "0a000d00000400000000" + "0000",
        Hex(KernelLayout.OpenRanges.WriteAttributes));

    [Fact]
    public void An_element_of_a_map() => Assert.Equal(
        "1c000180" + "0c000180" + "080001000a000001" + "0c000280" + "0800010005000000",
        Hex(new Element(ElementKey.Of(IP.Parse("10.0.0.1"))) { Value = 5 }.Write));

    [Fact]
    public void The_end_of_an_interval() => Assert.Equal(
        "18000180" + "0800030000000001" + "0c000180" + "080001000a000006",
        Hex(new Element(ElementKey.Of(IP.Parse("10.0.0.6"))) { IsIntervalEnd = true }.Write));

    [Fact]
    public void A_range_of_ports()
    {
        var prefix = ElementKey.OfNetworkOrder(0x8000_0002).And(17);

        Assert.Equal(
            "2c000180" + "14000180" + "10000100" + "80000002" + "11000000" + "00500000"
            + "14000a80" + "10000100" + "80000002" + "11000000" + "005a0000",
            Hex(new Element(prefix.And((ushort)80)) { KeyEnd = prefix.And((ushort)90) }.Write));
    }

    [Fact]
    public void A_goto() => Assert.Equal(
        "0e000100696d6d6564696174650000002800028008000100000000001c00028018000280" + "08000100fffffffc" + "090002007061737300000000",
        Hex(new Verdict(VerdictCode.Goto, KernelLayout.Pass).Write));

    [Fact]
    public void A_look_up_in_a_map_says_where_the_value_goes() => Assert.Equal(
        "0b0001006c6f6f6b75700000" + "24000280" + "0800020000000001" + "0800030000000001" + "0e000100696e5f706565727334000000",
        Hex(new Lookup(Ingress4.Peers).Write));

    [Theory]
    [InlineData(0x8000_0002u, "8000:2 . 6 . 80")]
    [InlineData(0x0000_0005u, "0:5 . 6 . 80")]
    public void Keys_are_named_as_nft_prints_them(uint classId, string text)
    {
        Assert.Equal(text, KernelLayout.Open.Format(ElementKey.Of(classId).And(6).And((ushort)80).Bytes));
        Assert.Equal(text, KernelLayout.OpenRanges.Format(ElementKey.OfNetworkOrder(classId).And(6).And((ushort)80).Bytes));
    }

    private static string Hex(Action<NetlinkWriter> write)
    {
        NetlinkWriter writer = new();
        write(writer);
        return Convert.ToHexStringLower(writer.Written);
    }
}
