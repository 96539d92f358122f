using System.CommandLine;
using Weir.Cli.Input;
using Weir.Cli.Output;

namespace Weir.Cli.Verbs.Test;

/// <summary><c>weir test SPEC…</c>: assertions about connections, for CI.</summary>
internal static class TestVerb
{
    public static Command Create(Terminal terminal)
    {
        var specs = new Argument<string[]>("SPEC")
        {
            Description = "Files of tests (docs/test-spec.md), or of netassert's, or - for standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command(
            "test", "Check which connections are allowed and denied. Exit code: 0 all pass, 1 a test failed, 2 a spec is wrong, 3 incomplete.")
        {
            specs,
        };
        var inputs = new Inputs(command, ("junit", OutputFormat.JUnit), ("tap", OutputFormat.Tap));
        Help.AddTo(command, terminal, """
              weir test tests.yaml -f manifests/
              weir test tests.yaml -o junit > report.xml                   manifests: in the spec names what to read
              kubectl get po,ns,netpol,svc -A -o yaml | weir test netassert.yaml -f - -o tap
            """);
        command.SetAction(arguments =>
        {
            var report = inputs.Report(arguments, terminal);
            var paths = arguments.GetValue(specs)!;
            var filenames = inputs.Filenames(arguments);
            if (paths.Contains("-") && filenames.Contains("-")) throw new UsageException("standard input cannot be both a spec and manifests.");

            var loaded = TestSpecs.Load(paths, terminal.In);
            if (!loaded.Diagnostics.IsEmpty)
            {
                LoadedInput.WriteDiagnostics(report.Diagnostics, loaded.Diagnostics);
                throw new UsageException("no test was run, for the spec is wrong.");
            }

            if (filenames.Length == 0 && loaded.Manifests.IsEmpty)
            {
                throw new UsageException("manifests are needed: name them with -f, or under manifests: in the spec.");
            }

            var input = inputs.Load(arguments, terminal, more: loaded.Manifests);
            input.WriteDiagnostics(report.Diagnostics);
            var run = TestRun.Of(loaded, input);
            Write(terminal, report, run);
            return run.Exit;
        });
        return command;
    }

    private static void Write(Terminal terminal, Report report, TestRun run)
    {
        switch (report.Format)
        {
            case OutputFormat.Json:
                report.Json(TestDocument.Of(run), CliJson.Readable.TestDocument);
                break;
            case OutputFormat.JUnit:
                TestJUnit.Write(terminal.Out, run);
                break;
            case OutputFormat.Tap:
                TestTap.Write(terminal.Out, run);
                break;
            default:
                TestText.Write(report.Text, run);
                break;
        }
    }
}
