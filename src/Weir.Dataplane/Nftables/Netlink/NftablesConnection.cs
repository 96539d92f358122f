namespace Weir.Dataplane.Nftables.Netlink;

/// <summary>Sends transactions to the kernel of one network namespace and reads its answers. One transaction at a time.</summary>
internal sealed class NftablesConnection(NetworkNamespace target) : IDisposable
{
    // The kernel answers before the send returns; this only bounds the wait should that ever change.
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    private readonly byte[] receiveBuffer = new byte[64 * 1024];

    private NetlinkSocket? socket;
    private uint nextSequence = 1;

    public Transaction Begin() => new(nextSequence);

    /// <summary>Makes the changes, all or none.</summary>
    /// <exception cref="DataplaneException">The kernel refused; nothing changed.</exception>
    /// <exception cref="IOException">No answer came: the changes may be made or not.</exception>
    public void Commit(Transaction transaction)
    {
        if (transaction.IsEmpty) return;

        socket ??= NetlinkSocket.Open(target);
        var batch = transaction.Seal();
        nextSequence = transaction.LastSequence < int.MaxValue ? transaction.LastSequence + 2 : 1;
        socket.Send(batch);

        Answer? refusal;
        try
        {
            refusal = ReadFirstRefusal(socket, transaction);
        }
        catch (IOException)
        {
            // Whatever still comes must not be taken for an answer to something else.
            socket.Dispose();
            socket = null;
            throw;
        }

        if (refusal is { } answer) throw transaction.Explain(answer);
    }

    public void Dispose() => socket?.Dispose();

    /// <summary>Null when all went well. Reads everything there is, so that nothing is left for the next transaction.</summary>
    private Answer? ReadFirstRefusal(NetlinkSocket socket, Transaction transaction)
    {
        Answer? first = null;
        var done = false;
        var overrun = false;
        while (true)
        {
            var wait = done || first is not null || overrun ? TimeSpan.Zero : AnswerTimeout;
            switch (socket.Receive(receiveBuffer, wait, out var length))
            {
                case ReceiveResult.Overrun:
                    // Only refusals come in such numbers, and the first of them came before the gap.
                    overrun = true;
                    continue;
                case ReceiveResult.Nothing when first is null && !done:
                    throw new IOException("The kernel did not answer a transaction.");
                case ReceiveResult.Nothing:
                    return first;
            }

            ReadOnlySpan<byte> datagram = receiveBuffer.AsSpan(0, length);
            while (Answer.TryTake(ref datagram, out var taken))
            {
                if (taken is not { } answer || answer.Sequence < transaction.FirstSequence) continue;

                if (!answer.IsAcknowledgement) first ??= answer;
                else if (answer.Sequence == transaction.LastSequence) done = true;
            }
        }
    }
}
