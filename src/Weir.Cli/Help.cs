using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Weir.Cli;

/// <summary>Help with examples at its end. Every verb has some.</summary>
internal static class Help
{
    // Fixed, so that help reads the same wherever it is written.
    private const int Width = 110;

    public static void AddTo(Command command, Terminal terminal, string examples)
    {
        var option = new HelpOption("--help", "-h", "-?") { Description = "Show this help." };
        option.Action = new WithExamples(terminal, examples);
        command.Add(option);
    }

    private sealed class WithExamples(Terminal terminal, string examples) : SynchronousCommandLineAction
    {
        /// <summary>Who asks for help need not have the arguments right.</summary>
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            new HelpAction { MaxWidth = Width }.Invoke(parseResult);
            terminal.Out.WriteLine("Examples:");
            terminal.Out.WriteLine(examples);
            return ExitCode.Yes;
        }
    }
}
