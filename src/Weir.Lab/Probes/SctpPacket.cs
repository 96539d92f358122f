using System.Buffers.Binary;
using System.Numerics;

namespace Weir.Lab.Probes;

internal enum SctpChunk : byte
{
    Init = 1,
    InitAck = 2,
    Abort = 6,
}

/// <summary>
/// The first two packets of an SCTP association, and the one that refuses it (RFC 9260, section 3). Enough for a firewall with connection
/// tracking to see an association begin, without a kernel that speaks SCTP.
/// </summary>
/// <param name="VerificationTag">The receiver's tag; 0 in an INIT only.</param>
/// <param name="InitiateTag">In INIT and INIT ACK the tag that the sender wants to be called by; else 0.</param>
internal readonly record struct SctpPacket(
    ushort SourcePort, ushort DestinationPort, uint VerificationTag, SctpChunk Chunk, uint InitiateTag)
{
    // source port 2, destination port 2, verification tag 4, checksum 4
    private const int HeaderSize = 12;
    private const int ChecksumOffset = 8;

    // type 1, flags 1, length 2
    private const int ChunkHeaderSize = 4;

    // initiate tag 4, receiver window 4, outbound streams 2, inbound streams 2, initial TSN 4
    private const int InitBodySize = 16;

    // The state cookie that an INIT ACK must carry: type 2, length 2, value 4
    private const int CookieSize = 8;

    public const int MaxSize = HeaderSize + ChunkHeaderSize + InitBodySize + CookieSize;

    /// <summary>False for anything that is not one of the three chunks with a right checksum.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out SctpPacket packet)
    {
        packet = default;
        if (bytes.Length < HeaderSize + ChunkHeaderSize) return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumOffset..]) != Checksum(bytes)) return false;

        var chunk = (SctpChunk)bytes[HeaderSize];
        var isInit = chunk is SctpChunk.Init or SctpChunk.InitAck;
        if (!isInit && chunk != SctpChunk.Abort) return false;
        if (isInit && bytes.Length < HeaderSize + ChunkHeaderSize + InitBodySize) return false;

        packet = new SctpPacket(
            BinaryPrimitives.ReadUInt16BigEndian(bytes),
            BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]),
            chunk,
            isInit ? BinaryPrimitives.ReadUInt32BigEndian(bytes[(HeaderSize + ChunkHeaderSize)..]) : 0);
        return true;
    }

    /// <summary>What an endpoint that listens, or one that does not, answers to this INIT.</summary>
    public SctpPacket Answer(bool listens, uint initiateTag) => new(
        DestinationPort, SourcePort, InitiateTag, listens ? SctpChunk.InitAck : SctpChunk.Abort, listens ? initiateTag : 0);

    /// <summary>Returns how many of the <see cref="MaxSize"/> bytes it wrote.</summary>
    public int Write(Span<byte> bytes)
    {
        var bodySize = Chunk switch
        {
            SctpChunk.Init => InitBodySize,
            SctpChunk.InitAck => InitBodySize + CookieSize,
            _ => 0,
        };
        bytes = bytes[..(HeaderSize + ChunkHeaderSize + bodySize)];
        bytes.Clear();

        BinaryPrimitives.WriteUInt16BigEndian(bytes, SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], DestinationPort);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], VerificationTag);
        bytes[HeaderSize] = (byte)Chunk;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[(HeaderSize + 2)..], (ushort)(ChunkHeaderSize + bodySize));
        if (bodySize > 0) WriteInitBody(bytes[(HeaderSize + ChunkHeaderSize)..]);

        BinaryPrimitives.WriteUInt32LittleEndian(bytes[ChecksumOffset..], Checksum(bytes));
        return bytes.Length;
    }

    private void WriteInitBody(Span<byte> body)
    {
        const uint Window = 65536;
        const ushort StateCookie = 7;

        BinaryPrimitives.WriteUInt32BigEndian(body, InitiateTag);
        BinaryPrimitives.WriteUInt32BigEndian(body[4..], Window);
        BinaryPrimitives.WriteUInt16BigEndian(body[8..], 1);
        BinaryPrimitives.WriteUInt16BigEndian(body[10..], 1);
        BinaryPrimitives.WriteUInt32BigEndian(body[12..], InitiateTag);
        if (Chunk != SctpChunk.InitAck) return;

        BinaryPrimitives.WriteUInt16BigEndian(body[InitBodySize..], StateCookie);
        BinaryPrimitives.WriteUInt16BigEndian(body[(InitBodySize + 2)..], CookieSize);
    }

    /// <summary>CRC32c over the packet with its checksum field taken as zero (RFC 9260, appendix A).</summary>
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (var i = 0; i < bytes.Length; i++)
        {
            var inChecksum = i is >= ChecksumOffset and < HeaderSize;
            crc = BitOperations.Crc32C(crc, inChecksum ? (byte)0 : bytes[i]);
        }

        return ~crc;
    }
}
