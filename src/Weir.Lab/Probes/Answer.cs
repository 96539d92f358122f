using Weir.Lab.Linux;

namespace Weir.Lab.Probes;

/// <summary>How an attempt ended.</summary>
internal readonly record struct Answer(ProbeOutcome Outcome, string? Detail = null)
{
    public static readonly Answer Allowed = new(ProbeOutcome.Allowed);

    public static readonly Answer Denied = new(ProbeOutcome.Denied);

    /// <summary>An error that the network caused: somebody on the way, or at its end, answered no.</summary>
    public static Answer FromNetwork(int errno) => errno switch
    {
        Errno.ETIMEDOUT => Denied,
        Errno.ECONNREFUSED or Errno.ECONNRESET or Errno.EHOSTUNREACH or Errno.ENETUNREACH or Errno.EACCES or Errno.ENOPROTOOPT =>
            new(ProbeOutcome.Refused, Errno.Text(errno)),
        _ => new(ProbeOutcome.Error, Errno.Text(errno)),
    };

    /// <summary>An error of the sending call itself. Null: go on waiting.</summary>
    public static Answer? FromSending(int errno) => errno switch
    {
        // A rule that drops the packet on its way out of the sender's own namespace shows as EPERM: that is silence too.
        Errno.EPERM or Errno.EAGAIN => null,
        Errno.ECONNREFUSED => new(ProbeOutcome.Refused, Errno.Text(errno)),
        _ => new(ProbeOutcome.Error, Errno.Text(errno)),
    };
}
