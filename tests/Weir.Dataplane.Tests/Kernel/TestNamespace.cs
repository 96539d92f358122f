using System.Globalization;

namespace Weir.Dataplane.Tests.Kernel;

/// <summary>A network namespace that lives as long as its test.</summary>
internal sealed class TestNamespace : IDisposable
{
    private static int count;

    public TestNamespace()
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"weir-dp-{Environment.ProcessId}-{Interlocked.Increment(ref count)}");
        Tool.Run("ip", "netns", "add", Name);
        Target = NetworkNamespace.Named(Name);
    }

    public string Name { get; }

    public NetworkNamespace Target { get; }

    /// <summary>Runs a command inside.</summary>
    public string Run(string file, params IEnumerable<string> arguments) =>
        Tool.Run("ip", ["netns", "exec", Name, file, .. arguments]);

    public (int Code, string Output, string Error) TryRun(string file, params IEnumerable<string> arguments) =>
        Tool.TryRun("ip", ["netns", "exec", Name, file, .. arguments]);

    /// <summary>One nft command, written as on its command line.</summary>
    public string Nft(string command) => Run("nft", command);

    public void Dispose() => Tool.TryRun("ip", "netns", "delete", Name);
}
