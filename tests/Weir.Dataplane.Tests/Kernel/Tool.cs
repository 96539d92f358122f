using System.Diagnostics;

namespace Weir.Dataplane.Tests.Kernel;

/// <summary>Runs a command to its end. Tests look at the kernel through other eyes than the driver's.</summary>
internal static class Tool
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <exception cref="InvalidOperationException">The command failed, or did not end in a minute.</exception>
    public static string Run(string file, params IEnumerable<string> arguments)
    {
        var (code, output, error) = TryRun(file, arguments);
        return code == 0
            ? output
            : throw new InvalidOperationException($"{file} {string.Join(' ', arguments)}: {code}: {error}{output}");
    }

    public static (int Code, string Output, string Error) TryRun(string file, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Timeout))
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{file} {string.Join(' ', arguments)} did not end in {Timeout}.");
        }

        return (process.ExitCode, output.Result, error.Result);
    }

    public static bool Exists(string file) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Concat(["/usr/sbin", "/sbin"])
            .Any(folder => File.Exists(Path.Combine(folder, file)));
}
