using System.CommandLine;
using Weir.Cli.Asking;
using Weir.Cli.Input;
using Weir.Cli.Output;

namespace Weir.Cli.Verbs.Matrix;

/// <summary><c>weir matrix --port tcp/80</c>: who may connect to whom on one port.</summary>
internal static class MatrixVerb
{
    public static Command Create(Terminal terminal)
    {
        var port = new Option<string>("--port", "-p")
        {
            Description = "tcp/80, udp/53, sctp/9003, 80 (tcp), tcp/web (each destination's port of that name) or icmp.",
            HelpName = "PROTOCOL/PORT",
            Required = true,
        };
        var everyPod = new Option<bool>("--pods")
        {
            Description = $"One row for each pod, also where there are more than {PodGroups.MostPods}.",
        };
        var command = new Command("matrix", "Show which pods may connect to which on one port: rows are sources, columns destinations.")
        {
            port,
            everyPod,
        };
        var inputs = new Inputs(command, ("csv", OutputFormat.Csv), ("html", OutputFormat.Html));
        Help.AddTo(command, terminal, """
              weir matrix --port tcp/80 -f manifests/
              weir matrix --port tcp/web -f manifests/ -o json
              weir matrix --port tcp/80 -f manifests/ -o html > matrix.html
              kubectl get po,ns,netpol -A -o yaml | weir matrix --port udp/53 -f -
            """);
        command.SetAction(arguments =>
        {
            var report = inputs.Report(arguments, terminal);
            var query = PortQuery.Parse(arguments.GetValue(port)!);
            var input = inputs.Load(arguments, terminal);
            input.WriteDiagnostics(report.Diagnostics);
            var matrix = ConnectivityMatrix.Of(input, query);
            Write(report, matrix, arguments.GetValue(everyPod), input);
            return input.Exit(ExitCode.Yes);
        });
        return command;
    }

    private static void Write(Report report, ConnectivityMatrix matrix, bool everyPod, LoadedInput input)
    {
        switch (report.Format)
        {
            case OutputFormat.Json:
                report.Json(MatrixDocument.Of(matrix, input), CliJson.Readable.MatrixDocument);
                break;
            case OutputFormat.Csv:
                report.Raw(MatrixCsv.Of(matrix));
                break;
            case OutputFormat.Html:
                report.Raw(MatrixHtml.Of(Groups()));
                break;
            default:
                MatrixText.Write(report.Text, Groups());
                break;
        }

        PodGroups Groups() => everyPod ? PodGroups.OfPods(matrix) : PodGroups.Of(matrix);
    }
}
