using System.Text;
using System.Text.Json;
using Weir.Testing;

namespace Weir.Cli.Tests;

/// <summary>
/// A case is a folder of <c>cases/</c>: <c>args</c> holds one command line a row, <c>expected</c> what each wrote and how it ended. The
/// commands run beside <c>input/</c>; <c>stdin</c>, where there is one, is what they can read. Set WEIR_REWRITE_EXPECTED=1 to write the
/// expectations anew, and read the difference before you commit it.
/// </summary>
public sealed class GoldenCaseTests
{
    private static readonly string Root = Path.Combine(Repository.Root, "tests", "Weir.Cli.Tests", "cases");

    public static TheoryData<string> Cases() =>
        [.. Directory.EnumerateDirectories(Root).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_command_of_a_case_writes_and_ends_as_expected(string name)
    {
        var folder = Path.Combine(Root, name);
        var stdin = Path.Combine(folder, "stdin");
        var actual = new StringBuilder();
        foreach (var args in File.ReadAllLines(Path.Combine(folder, "args")).Where(line => line.Length > 0))
        {
            var run = Run.Of(
                [.. args.Split(' ').Select(arg => arg.StartsWith("input", StringComparison.Ordinal) ? Path.Combine(folder, arg) : arg)],
                File.Exists(stdin) ? File.ReadAllText(stdin) : "");
            if (args.Contains("-o json", StringComparison.Ordinal) && run.Exit != ExitCode.Invalid) CheckJson(run, args);

            actual.Append("$ weir ").Append(args).Append('\n').Append(run.Out);
            if (run.Error.Length > 0) actual.Append("--- stderr\n").Append(run.Error);
            actual.Append("--- exit ").Append(run.Exit).Append("\n\n");
        }

        // Paths are absolute here and would differ from machine to machine.
        actual.Replace(folder + Path.DirectorySeparatorChar, "");
        var expected = Path.Combine(folder, "expected");
        if (Environment.GetEnvironmentVariable("WEIR_REWRITE_EXPECTED") == "1") File.WriteAllText(expected, actual.ToString());

        Assert.Equal(File.ReadAllText(expected), actual.ToString());
    }

    /// <summary>A document that says which it is, and ends as its verdict says.</summary>
    private static void CheckJson(Run run, string args)
    {
        using var document = JsonDocument.Parse(run.Out);
        var root = document.RootElement;
        Assert.Equal($"weir.dev/{args.Split(' ')[0]}/v1", root.GetProperty("schema").GetString());
        var isSkipped = root.GetProperty("skipped").GetArrayLength() > 0;
        if (root.TryGetProperty("notEvaluated", out var notEvaluated))
        {
            // What a run of tests leaves open may be its own rows, and then a failed one still counts.
            var answer = root.GetProperty("failed").GetInt32() > 0 ? ExitCode.No : notEvaluated.GetInt32() > 0 ? ExitCode.Incomplete : ExitCode.Yes;
            Assert.Equal(isSkipped ? ExitCode.Incomplete : answer, run.Exit);
            return;
        }

        Assert.Equal(run.Exit == ExitCode.Incomplete, isSkipped);
        if (run.Exit == ExitCode.Incomplete || !root.TryGetProperty("verdict", out var verdict)) return;

        Assert.Equal(run.Exit == ExitCode.Yes ? "allow" : "deny", verdict.GetString());
    }
}
