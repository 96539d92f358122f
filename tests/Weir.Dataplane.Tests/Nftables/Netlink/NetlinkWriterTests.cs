using Weir.Dataplane.Nftables.Netlink;

namespace Weir.Dataplane.Tests.Nftables.Netlink;

public sealed class NetlinkWriterTests
{
    [Fact]
    public void Attributes_are_padded_and_their_length_is_not()
    {
        NetlinkWriter writer = new();
        writer.String(1, "weir");
        writer.UInt16(2, 0x1234);
        writer.UInt32(3, 0x01020304);

        Assert.Equal("0900010077656972000000000600020012340000" + "0800030001020304", Hex(writer));
    }

    [Fact]
    public void Nested_attributes_carry_the_flag_and_the_whole_length()
    {
        NetlinkWriter writer = new();
        var outer = writer.BeginNested(3);
        var inner = writer.BeginNested(1);
        writer.Bytes(1, [0x0A, 0, 0, 1]);
        writer.EndNested(inner);
        writer.EndNested(outer);

        Assert.Equal("10000380" + "0c000180" + "080001000a000001", Hex(writer));
    }

    [Fact]
    public void A_message_starts_with_both_headers()
    {
        NetlinkWriter writer = new();
        var message = writer.BeginMessage(type: 0x0A0C, flags: 0x0401, sequence: 7, family: 1, resource: 10);
        writer.String(1, "w");
        writer.EndMessage(message);

        Assert.Equal("1c000000" + "0c0a" + "0104" + "07000000" + "00000000" + "0100000a" + "0600010077000000", Hex(writer));
    }

    [Fact]
    public void An_attribute_that_does_not_fit_its_length_field_is_a_bug()
    {
        NetlinkWriter writer = new();
        Assert.Throws<InvalidOperationException>(() => writer.Bytes(1, new byte[65_532]));

        var nested = writer.BeginNested(1);
        writer.Bytes(1, new byte[40_000]);
        writer.Bytes(1, new byte[40_000]);
        Assert.Throws<InvalidOperationException>(() => writer.EndNested(nested));
    }

    private static string Hex(NetlinkWriter writer) => Convert.ToHexStringLower(writer.Written);
}
