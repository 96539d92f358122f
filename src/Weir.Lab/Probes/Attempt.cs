using Weir.Lab.Linux;

namespace Weir.Lab.Probes;

/// <summary>One try of one probe. Started inside the source's namespace; all else may happen anywhere.</summary>
internal abstract class Attempt(int index, Probe probe, int number) : IDisposable
{
    /// <summary>The probe's place in the caller's list.</summary>
    public int Index { get; } = index;

    public Probe Probe { get; } = probe;

    /// <summary>From 1; more than 1 confirms a silence.</summary>
    public int Number { get; } = number;

    public required long Id { get; init; }

    public long StartedAt { get; set; }

    /// <summary>How often the packet was sent again.</summary>
    public int Repeats { get; set; }

    public bool IsOver { get; set; }

    /// <summary>Sends the first packet. Null: the answer is still to come.</summary>
    public abstract Answer? Start(Epoll epoll);

    /// <summary>Sends the packet again, since it may have been lost. Null: the answer is still to come.</summary>
    public virtual Answer? Repeat() => null;

    /// <summary>Reads what has come. Null: nothing that answers.</summary>
    public virtual Answer? Read() => null;

    public abstract void Dispose();
}
