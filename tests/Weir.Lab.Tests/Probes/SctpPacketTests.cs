using Weir.Lab.Probes;

namespace Weir.Lab.Tests.Probes;

public sealed class SctpPacketTests
{
    [Fact]
    public void An_INIT_is_written_as_the_RFC_says()
    {
        var bytes = Write(new SctpPacket(0x1234, 80, 0, SctpChunk.Init, 0xDEADBEEF));

        // Ports, tag 0, checksum; then chunk 1 of 20 bytes: tag, window, streams, TSN.
        Assert.Equal("1234005000000000", Convert.ToHexString(bytes[..8]));
        Assert.Equal("01000014DEADBEEF0001000000010001DEADBEEF", Convert.ToHexString(bytes[12..]));
        Assert.Equal(Crc32c([.. bytes[..8], 0, 0, 0, 0, .. bytes[12..]]), BitConverter.ToUInt32(bytes, 8));
    }

    [Fact]
    public void The_reference_checksum_is_the_one_of_the_RFCs_example() => Assert.Equal(0xE3069283u, Crc32c("123456789"u8.ToArray()));

    [Theory]
    [InlineData(true, "INIT ACK")]
    [InlineData(false, "ABORT")]
    public void An_answer_goes_back_to_the_asker_with_his_tag(bool listens, string expected)
    {
        var init = new SctpPacket(40000, 7, 0, SctpChunk.Init, 77);
        Assert.True(SctpPacket.TryRead(Write(init.Answer(listens, 99)), out var answer));

        Assert.Equal(expected == "INIT ACK" ? SctpChunk.InitAck : SctpChunk.Abort, answer.Chunk);
        Assert.Equal((7, 40000, 77u), (answer.SourcePort, answer.DestinationPort, answer.VerificationTag));
    }

    [Fact]
    public void A_packet_with_any_bit_flipped_is_no_packet()
    {
        var bytes = Write(new SctpPacket(40000, 7, 0, SctpChunk.Init, 77));
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(SctpPacket.TryRead(bytes, out _), $"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.True(SctpPacket.TryRead(bytes, out _));
    }

    [Fact]
    public void A_packet_cut_short_is_no_packet()
    {
        var bytes = Write(new SctpPacket(40000, 7, 0, SctpChunk.Init, 77));
        for (var length = 0; length < bytes.Length; length++) Assert.False(SctpPacket.TryRead(bytes.AsSpan(0, length), out _));
    }

    private static byte[] Write(SctpPacket packet)
    {
        var bytes = new byte[SctpPacket.MaxSize];
        return bytes[..packet.Write(bytes)];
    }

    /// <summary>CRC32c bit by bit, from its polynomial.</summary>
    private static uint Crc32c(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0x82F63B78;
        }

        return ~crc;
    }
}
