using System.CommandLine;
using System.Reflection;
using Weir.Cli.Output;
using Weir.Cli.Verbs.Can;
using Weir.Cli.Verbs.Completion;
using Weir.Cli.Verbs.Diff;
using Weir.Cli.Verbs.Explain;
using Weir.Cli.Verbs.Lab;
using Weir.Cli.Verbs.Lint;
using Weir.Cli.Verbs.List;
using Weir.Cli.Verbs.Matrix;
using Weir.Cli.Verbs.Test;

namespace Weir.Cli;

/// <summary>The command line as a whole: finds the verb, and turns whatever goes wrong into one sentence and an exit code.</summary>
internal static class WeirCommand
{
    private const string DebugVariable = "WEIR_DEBUG";

    /// <summary>Without the commit that the build appends.</summary>
    public static string Version { get; } = typeof(WeirCommand).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    public static int Invoke(IReadOnlyList<string> args, Terminal terminal)
    {
        try
        {
            return Run(args, terminal);
        }
        catch (UsageException e)
        {
            terminal.Error.WriteLine($"weir: {ControlCharacters.Escape(e.Message)}");
            return ExitCode.Invalid;
        }
        catch (Exception e) when (terminal.Variable(DebugVariable) != "1")
        {
            terminal.Error.WriteLine(
                $"weir: unexpected failure: {ControlCharacters.Escape(e.Message)} (set {DebugVariable}=1 to see where it happened)");
            return ExitCode.Invalid;
        }
        catch (Exception e)
        {
            terminal.Error.WriteLine(e);
            return ExitCode.Invalid;
        }
        finally
        {
            terminal.Out.Flush();
        }
    }

    private static int Run(IReadOnlyList<string> args, Terminal terminal)
    {
        // A leading @ is text here, not a file of more arguments.
        var result = Root(terminal).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Errors.Count > 0)
        {
            terminal.Error.WriteLine($"weir: {ControlCharacters.Escape(result.Errors[0].Message)}");
            terminal.Error.WriteLine($"See '{PathOf(result.CommandResult.Command)} --help'.");
            return ExitCode.Invalid;
        }

        return result.Invoke(new InvocationConfiguration
        {
            Output = terminal.Out,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,

            // On Ctrl-C a verb gets this long to put things back in order.
            ProcessTerminationTimeout = TimeSpan.FromSeconds(20),
        });
    }

    private static Command Root(Terminal terminal)
    {
        var version = new Option<bool>("--version") { Description = "Print the version." };
        var root = new Command("weir", "Kubernetes network policies: what they allow, and why.")
        {
            version,
            CanVerb.Create(terminal),
            ExplainVerb.Create(terminal),
            ListVerb.Create(terminal),
            MatrixVerb.Create(terminal),
            DiffVerb.Create(terminal),
            LintVerb.Create(terminal),
            TestVerb.Create(terminal),
            LabVerb.Create(terminal),
            CompletionVerb.Create(terminal),
            CompletionVerb.CreateQuestion(terminal, () => Root(terminal)),
        };
        Help.AddTo(root, terminal, """
              weir can shop/frontend shop/db --port tcp/5432 -f manifests/
              weir explain shop/frontend shop/db -f manifests/
              weir lint -f manifests/
              kubectl get po,ns,netpol,svc -A -o yaml | weir matrix --port tcp/80 -f -
              weir test tests.yaml -f manifests/
            """);
        root.SetAction(result =>
        {
            if (result.GetValue(version))
            {
                terminal.Out.WriteLine($"weir {Version}");
                return ExitCode.Yes;
            }

            var verbs = root.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name).ToArray();
            terminal.Error.WriteLine($"weir: say what to do: {string.Join(", ", verbs[..^1])} or {verbs[^1]}. See 'weir --help'.");
            return ExitCode.Invalid;
        });
        return root;
    }

    private static string PathOf(Command command) => command.Name == "weir" ? "weir" : $"weir {command.Name}";
}
