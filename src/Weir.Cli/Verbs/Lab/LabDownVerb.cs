using System.CommandLine;
using Weir.Lab;

namespace Weir.Cli.Verbs.Lab;

/// <summary><c>weir lab down</c>: removes what the process of a lab could not, because it was killed.</summary>
internal static class LabDownVerb
{
    public static Command Create(Terminal terminal)
    {
        var name = LabVerb.Name();
        var command = new Command("down", "Remove the network namespaces of a lab that was killed.") { name };
        Help.AddTo(command, terminal, """
              weir lab down
              weir lab down --name blue
            """);
        command.SetAction(arguments => LabFailure.Report(terminal, () =>
        {
            var removed = LabCluster.RemoveLeftovers(arguments.GetValue(name)!);
            terminal.Out.WriteLine(removed switch
            {
                0 => "Nothing was left behind.",
                1 => "Removed 1 network namespace.",
                _ => $"Removed {removed} network namespaces.",
            });
            return ExitCode.Yes;
        }));
        return command;
    }
}
