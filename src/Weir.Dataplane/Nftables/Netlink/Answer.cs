using System.Text;

namespace Weir.Dataplane.Nftables.Netlink;

/// <summary>The kernel's answer to one message: NLMSG_ERROR, which with error 0 is an acknowledgement.</summary>
/// <param name="Sequence">Of the message that it answers.</param>
/// <param name="Errno">Positive; 0 means done.</param>
/// <param name="Text">The kernel's own words, if it has any.</param>
/// <param name="Offset">Bytes from the start of the message to the attribute at fault; 0 when the kernel does not say.</param>
internal readonly record struct Answer(uint Sequence, int Errno, string? Text, int Offset)
{
    private const ushort NlMsgError = 2;
    private const ushort FlagCapped = 0x100;
    private const ushort FlagExtended = 0x200;

    private const int Header = 16;
    private const int ErrorNumber = 4;

    private const ushort AttributeText = 1;
    private const ushort AttributeOffset = 2;

    public bool IsAcknowledgement => Errno == 0;

    /// <summary>Reads the first message of a datagram and takes it off. False when none is left, or none that is whole.</summary>
    public static bool TryTake(ref ReadOnlySpan<byte> datagram, out Answer? answer)
    {
        answer = null;
        if (datagram.Length < Header) return false;

        var length = BitConverter.ToUInt32(datagram);
        if (length < Header || length > datagram.Length) return false;

        var message = datagram[..(int)length];
        datagram = datagram[Math.Min(NetlinkWriter.Align((int)length), datagram.Length)..];
        if (BitConverter.ToUInt16(message[4..]) == NlMsgError) answer = Read(message);
        return true;
    }

    /// <summary>
    /// Header, error number, the header of the message that is answered (with its body unless the reply is capped), and attributes if it is
    /// an extended one.
    /// </summary>
    private static Answer? Read(ReadOnlySpan<byte> message)
    {
        if (message.Length < Header + ErrorNumber + Header) return null;

        var flags = BitConverter.ToUInt16(message[6..]);
        var errno = -BitConverter.ToInt32(message[Header..]);
        var original = message[(Header + ErrorNumber)..];
        var sequence = BitConverter.ToUInt32(original[8..]);
        var answer = new Answer(sequence, errno, null, 0);
        if ((flags & FlagExtended) == 0) return answer;

        var body = (flags & FlagCapped) != 0 ? Header : BitConverter.ToUInt32(original);
        if (body > original.Length - 3) return answer;

        var attributes = original[NetlinkWriter.Align((int)body)..];
        if (AttributeReader.TryFind(attributes, AttributeText, out var text))
        {
            answer = answer with { Text = Encoding.UTF8.GetString(text.Value.TrimEnd((byte)0)) };
        }

        if (AttributeReader.TryFind(attributes, AttributeOffset, out var offset) && offset.Value.Length == sizeof(uint))
        {
            answer = answer with { Offset = BitConverter.ToInt32(offset.Value) };
        }

        return answer;
    }
}
