using Weir.Lab.Linux;

namespace Weir.Lab.Probes;

internal sealed class SctpAttempt(int index, Probe probe, int number, SctpClient client) : Attempt(index, probe, number)
{
    /// <summary>The source port, which is also what tells the answers apart.</summary>
    public ushort Port { get; private set; }

    public override Answer? Start(Epoll epoll)
    {
        Port = client.Begin(this);
        return Sent(client.Send(this));
    }

    public override Answer? Repeat() => Sent(client.Send(this));

    public override void Dispose() => client.End(this);

    private static Answer? Sent(int result) => result < 0 ? Answer.FromSending(-result) : null;
}
