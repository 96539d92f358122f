using System.CommandLine;

namespace Weir.Cli.Verbs.Lab;

/// <summary><c>weir lab</c>: a cluster of network namespaces on this machine.</summary>
internal static class LabVerb
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("lab", "Run a cluster of network namespaces on this machine, enforce, and probe with real packets. Needs root.")
        {
            LabRunVerb.Create(terminal),
            LabDownVerb.Create(terminal),
        };
        Help.AddTo(command, terminal, """
              weir lab run -f manifests/ --ports tcp/80,udp/53
              weir lab down                                    remove what a killed lab left behind
            """);
        return command;
    }

    /// <summary>Labs are told apart by it.</summary>
    public static Option<string> Name() => new("--name")
    {
        Description = "The lab's name, lower-case letters and digits: labs of different names run side by side (default: lab).",
        HelpName = "NAME",
        DefaultValueFactory = _ => "lab",
    };
}
