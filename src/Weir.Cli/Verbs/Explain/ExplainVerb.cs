using System.CommandLine;
using Weir.Cli.Input;
using Weir.Cli.Output;

namespace Weir.Cli.Verbs.Explain;

/// <summary><c>weir explain SRC DST</c>: what decides, what each rule lacked, and the smallest change that helps.</summary>
internal static class ExplainVerb
{
    public static Command Create(Terminal terminal)
    {
        var (source, destination, port) = (QuestionArguments.Source(), QuestionArguments.Destination(), QuestionArguments.Port());
        port.Description =
            "tcp/80, udp/53, sctp/9003, 80 (tcp), tcp/web (a named port) or icmp. Without it: the ports that DST declares, and the others.";
        var all = new Option<bool>("--all") { Description = "Show every policy and rule, not only the nearest misses." };
        var fix = new Option<bool>("--fix") { Description = "Print the smallest change that allows it as manifests to apply, instead of the explanation." };
        var command = new Command("explain", "Say why SRC may or may not connect to DST. Exit codes as for can: 0 allowed, 1 denied.")
        {
            source,
            destination,
            port,
            all,
            fix,
        };
        var inputs = new Inputs(command);
        Help.AddTo(command, terminal, """
              weir explain shop/frontend shop/db --port tcp/5432 -f manifests/
              weir explain shop/frontend shop/db -f manifests/                        each port that db declares
              weir explain 203.0.113.7 service/shop/web --port 80 -f manifests/ -o json
              weir explain shop/frontend shop/db --port tcp/5432 -f manifests/ --fix | kubectl apply -f -
            """);
        command.SetAction(arguments =>
        {
            var report = inputs.Report(arguments, terminal);
            var input = inputs.Load(arguments, terminal);
            input.WriteDiagnostics(report.Diagnostics);
            var result = QuestionArguments.Read(arguments, input, source, destination, port).Ask(input.Evaluator);
            var parts = ExplainedAnswer.Of(result, input.Evaluator);
            if (arguments.GetValue(fix)) FixText.Write(terminal, parts);
            else if (report.Format == OutputFormat.Json) report.Json(ExplainDocument.Of(result, parts, input), CliJson.Readable.ExplainDocument);
            else new ExplainText(report.Text, arguments.GetValue(all)).Write(result, parts);
            return input.Exit(result.Exit);
        });
        return command;
    }
}
