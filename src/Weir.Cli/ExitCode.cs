namespace Weir.Cli;

/// <summary>What every verb tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>Allowed, same, clean.</summary>
    public const int Yes = 0;

    /// <summary>Denied, different, findings.</summary>
    public const int No = 1;

    /// <summary>Wrong usage, or input of which nothing can be used.</summary>
    public const int Invalid = 2;

    /// <summary>There is an answer, but something of the input was skipped or is not supported.</summary>
    public const int Incomplete = 3;
}
