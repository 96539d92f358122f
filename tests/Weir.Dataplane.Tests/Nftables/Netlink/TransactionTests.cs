using Weir.Dataplane.Nftables;
using Weir.Dataplane.Nftables.Layout;
using Weir.Dataplane.Nftables.Netlink;
using Weir.Policy.Addresses;
using Weir.Policy.Model;

namespace Weir.Dataplane.Tests.Nftables.Netlink;

public sealed class TransactionTests
{
    private const ushort Ack = 4;

    private static readonly Set Peers = KernelLayout.Of(Direction.Ingress, IPFamily.IPv4).Peers;

    [Fact]
    public void A_batch_has_a_begin_and_an_end_and_one_acknowledgement()
    {
        Transaction transaction = new(firstSequence: 10);
        transaction.Add(KernelLayout.Table);
        transaction.Delete(KernelLayout.Table);

        var messages = Messages(transaction);

        Assert.Equal([16, 0x0A00, 0x0A02, 17], messages.Select(m => m.Type));
        Assert.Equal([10u, 11u, 12u, 13u], messages.Select(m => m.Sequence));
        Assert.Equal([false, false, true, false], messages.Select(m => (m.Flags & Ack) != 0));
        Assert.Equal(12u, transaction.LastSequence);
    }

    [Fact]
    public void Elements_are_split_at_whole_elements_below_the_length_limit()
    {
        Transaction transaction = new(1);
        transaction.Add(Elements(10_000));

        var lengths = Messages(transaction).Where(m => m.Type == 0x0A0C).Select(m => m.Length).ToArray();

        // An element of this map has 28 bytes: 2142 fit into 60,000.
        Assert.Equal(5, lengths.Length);
        Assert.All(lengths[..^1], length => Assert.Equal(0, (length - lengths[0]) % 28));
        Assert.Equal(10_000 * 28, lengths.Sum(length => length - (lengths[0] - (2142 * 28))));
    }

    [Fact]
    public void A_refusal_names_the_element_at_fault()
    {
        Transaction transaction = new(1);
        transaction.Add(Elements(5000));
        transaction.Seal();

        // Message 2 starts with element 2142; its headers, names and list take 52 bytes.
        var e = transaction.Explain(new Answer(Sequence: 3, Errno: 17, "File exists", Offset: 52 + (28 * 3)));

        Assert.Equal(("add", $"element map in_peers4 {{ {Address(2145)} }}", 17), (e.Operation, e.Target, e.Errno));
        Assert.EndsWith(": File exists", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0, "the batch")]
    [InlineData(2, 0, "element map in_peers4")]
    [InlineData(2, 2_000_000_000, "element map in_peers4")]
    [InlineData(2, -5, "element map in_peers4")]
    [InlineData(3, 20, "table inet weir")]
    [InlineData(99, 0, "the batch")]
    public void A_refusal_without_a_known_place_names_what_it_can(uint sequence, int offset, string target)
    {
        Transaction transaction = new(1);
        transaction.Add(Elements(2));
        transaction.Add(KernelLayout.Table);
        transaction.Seal();

        Assert.Equal(target, transaction.Explain(new Answer(sequence, 1, null, offset)).Target);
    }

    private static ElementList Elements(int count)
    {
        ElementList list = new(Peers);
        for (var i = 0; i < count; i++) list.Add(new Element(ElementKey.Of(Address(i))) { Value = 1 });
        return list;
    }

    private static IP Address(int i) => new((UInt128)(0x0A00_0000 + i), IPFamily.IPv4);

    private static List<(int Length, int Type, int Flags, uint Sequence)> Messages(Transaction transaction)
    {
        var rest = transaction.Seal();
        List<(int, int, int, uint)> messages = [];
        while (!rest.IsEmpty)
        {
            var length = BitConverter.ToInt32(rest);
            messages.Add((length, BitConverter.ToUInt16(rest[4..]), BitConverter.ToUInt16(rest[6..]), BitConverter.ToUInt32(rest[8..])));
            rest = rest[length..];
        }

        return messages;
    }
}
