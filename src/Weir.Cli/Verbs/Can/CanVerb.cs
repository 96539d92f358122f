using System.CommandLine;
using Weir.Cli.Input;
using Weir.Cli.Output;

namespace Weir.Cli.Verbs.Can;

/// <summary><c>weir can SRC DST</c>: one verdict and its reason.</summary>
internal static class CanVerb
{
    public static Command Create(Terminal terminal)
    {
        var (source, destination, port) = (QuestionArguments.Source(), QuestionArguments.Destination(), QuestionArguments.Port());
        port.Description = "tcp/80, udp/53, sctp/9003, 80 (tcp), tcp/web (a named port) or icmp. Without it: is every port allowed?";
        var command = new Command("can", "Say whether SRC may connect to DST. Exit code: 0 yes, 1 no, 2 wrong usage, 3 incomplete input.")
        {
            source,
            destination,
            port,
        };
        var inputs = new Inputs(command);
        Help.AddTo(command, terminal, """
              weir can shop/frontend shop/db --port tcp/5432 -f manifests/
              weir can shop/deploy/web service/shop/db --port 5432 -f manifests/
              weir can shop:app=web 203.0.113.0/24 --port tcp/443 -f policies.yaml    a pod that could exist
              weir can shop/frontend shop/db -f manifests/                            every port: which are allowed?
            """);
        command.SetAction(arguments =>
        {
            var report = inputs.Report(arguments, terminal);
            var input = inputs.Load(arguments, terminal);
            input.WriteDiagnostics(report.Diagnostics);
            var result = QuestionArguments.Read(arguments, input, source, destination, port).Ask(input.Evaluator);
            if (report.Format == OutputFormat.Json) report.Json(CanDocument.Of(result, input), CliJson.Readable.CanDocument);
            else CanText.Write(report.Text, result, input);
            return input.Exit(result.Exit);
        });
        return command;
    }
}
