using System.Text;

namespace Weir.Cli.Tests;

/// <summary>One run of the command line inside the test's process.</summary>
internal sealed record Run(int Exit, string Out, string Error)
{
    /// <param name="args">Separated by single blanks.</param>
    public static Run Of(string args, string stdin = "", bool isTerminal = false, Func<string, string?>? variable = null) =>
        Of(args.Split(' ', StringSplitOptions.RemoveEmptyEntries), stdin, isTerminal, variable);

    public static Run Of(IReadOnlyList<string> args, string stdin = "", bool isTerminal = false, Func<string, string?>? variable = null)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(stdin));
        using var terminal = new Terminal
        {
            In = input,
            Out = output,
            Error = error,
            OutIsTerminal = isTerminal,
            ErrorIsTerminal = isTerminal,
            Variable = variable ?? (_ => null),
        };
        var exit = WeirCommand.Invoke(args, terminal);
        var run = new Run(exit, output.ToString(), error.ToString());
        Assert.DoesNotContain("   at ", run.Out + run.Error, StringComparison.Ordinal);
        return run;
    }
}
