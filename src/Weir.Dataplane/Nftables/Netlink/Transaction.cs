namespace Weir.Dataplane.Nftables.Netlink;

/// <summary>
/// Changes that the kernel makes together or not at all, as one netlink batch. Each message has a sequence number of its own, by which a
/// refusal finds back to the object.
/// </summary>
internal sealed class Transaction
{
    private const byte Inet = 1;
    private const byte Unspecified = 0;

    private const ushort BatchBegin = 16;
    private const ushort BatchEnd = 17;
    private const ushort Subsystem = 10;

    private const ushort FlagRequest = 0x1;
    private const ushort FlagAck = 0x4;
    private const ushort FlagExclusive = 0x200;
    private const ushort FlagCreate = 0x400;
    private const ushort FlagAppend = 0x800;

    // Far below what an attribute can hold, yet so many elements that the message around them costs nothing.
    private const int MaxElementBytes = 60_000;

    private readonly NetlinkWriter writer = new();
    private readonly List<Message> messages = [];

    public Transaction(uint firstSequence)
    {
        FirstSequence = firstSequence;
        writer.EndMessage(writer.BeginMessage(BatchBegin, FlagRequest, firstSequence, Unspecified, Subsystem));
    }

    /// <summary>The batch's own; the messages count on from it.</summary>
    public uint FirstSequence { get; }

    /// <summary>The one message that is acknowledged when all went well.</summary>
    public uint LastSequence => FirstSequence + (uint)messages.Count;

    public bool IsEmpty => messages.Count == 0;

    public int Length => writer.Length;

    /// <summary>Adds an object that may exist already; a rule goes to the end of its chain.</summary>
    public void Add(TableObject item)
    {
        var message = Begin(item.AddType, (ushort)(FlagCreate | (item is Rule ? FlagAppend : 0)), "add", item);
        item.WriteAttributes(writer);
        writer.EndMessage(message);
    }

    /// <summary>Deletes an object that exists, with everything in it.</summary>
    public void Delete(TableObject item)
    {
        var message = Begin(item.DeleteType, 0, "delete", item);
        item.WriteAttributes(writer);
        writer.EndMessage(message);
    }

    /// <summary>Adds elements that must not exist yet.</summary>
    public void Add(ElementList elements) =>
        WriteElements(elements, MessageType.NewElements, FlagCreate | FlagExclusive, "add");

    /// <summary>Deletes elements that must exist.</summary>
    public void Delete(ElementList elements) => WriteElements(elements, MessageType.DeleteElements, 0, "delete");

    /// <summary>Ends the batch. Nothing can be added any more.</summary>
    public ReadOnlySpan<byte> Seal()
    {
        // An acknowledgement of the batch itself is new in kernel 6.10; one of its last message is as old as batches.
        if (messages is [.., var last]) writer.SetFlag(last.Offset, FlagAck);
        writer.EndMessage(writer.BeginMessage(BatchEnd, FlagRequest, LastSequence + 1, Unspecified, Subsystem));
        return writer.Written;
    }

    /// <summary>What a refusal is about. A refusal of the batch's first message is about the batch as a whole.</summary>
    public DataplaneException Explain(Answer refusal)
    {
        var index = (long)refusal.Sequence - FirstSequence - 1;
        if (index < 0 || index >= messages.Count) return new(refusal.Errno, "commit", "the batch", refusal.Text);

        var message = messages[(int)index];
        var target = message.Elements is null ? $"{message.Object}" : $"element {FormatElement(message, refusal.Offset)}";
        return new(refusal.Errno, message.Operation, target, refusal.Text);
    }

    private int Begin(MessageType type, ushort flags, string operation, TableObject item, ElementList? elements = null)
    {
        messages.Add(new(operation, item, elements, writer.Length));
        return writer.BeginMessage((ushort)((Subsystem << 8) | (byte)type), (ushort)(FlagRequest | flags), LastSequence, Inet);
    }

    private void WriteElements(ElementList elements, MessageType type, int flags, string operation)
    {
        var rest = elements.Encoded;
        while (!rest.IsEmpty)
        {
            var chunk = rest[..ChunkLength(rest)];
            rest = rest[chunk.Length..];

            var message = Begin(type, (ushort)flags, operation, elements.Set, elements);
            writer.String(Attribute.Table, elements.Set.Table.Name);
            writer.String(Attribute.Set, elements.Set.Name);
            var list = writer.BeginNested(Attribute.Elements);
            writer.Raw(chunk);
            writer.EndNested(list);
            writer.EndMessage(message);
        }
    }

    /// <summary>As many whole elements as fit one attribute.</summary>
    private static int ChunkLength(ReadOnlySpan<byte> elements)
    {
        var length = 0;
        while (length < elements.Length)
        {
            var next = NetlinkWriter.Align(BitConverter.ToUInt16(elements[length..]));
            if (length > 0 && length + next > MaxElementBytes) break;
            length += next;
        }

        return length;
    }

    /// <param name="message">A message of elements.</param>
    /// <param name="offset">Where in the message the kernel found fault, or 0 when it did not say.</param>
    private string FormatElement(Message message, int offset)
    {
        var bytes = writer.Written[message.Offset..];
        bytes = bytes[..BitConverter.ToInt32(bytes)];

        // The element is an attribute, its key an attribute in it, and the key's bytes an attribute in that.
        if (offset >= NetlinkWriter.Headers
            && AttributeReader.TryRead(bytes, offset, out var element)
            && AttributeReader.TryFind(element.Value, Element.Attribute.Key, out var key)
            && AttributeReader.TryFind(key.Value, Element.Attribute.Data, out var data))
        {
            return $"{message.Object} {{ {message.Elements!.Set.Format(data.Value)} }}";
        }

        return $"{message.Object}";
    }

    /// <param name="Operation">In words.</param>
    /// <param name="Object">The object, or the set whose elements they are.</param>
    /// <param name="Elements">Not null when the message is about elements.</param>
    /// <param name="Offset">Where the message starts in the batch.</param>
    private readonly record struct Message(string Operation, TableObject Object, ElementList? Elements, int Offset);

    private static class Attribute
    {
        public const ushort Table = 1;
        public const ushort Set = 2;
        public const ushort Elements = 3;
    }
}
