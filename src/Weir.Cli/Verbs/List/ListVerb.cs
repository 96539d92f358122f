using System.CommandLine;
using Weir.Cli.Input;
using Weir.Cli.Output;
using Weir.Policy.Analysis.Connections;

namespace Weir.Cli.Verbs.List;

/// <summary><c>weir list</c>: every allowed connection between workloads and address ranges.</summary>
internal static class ListVerb
{
    public static Command Create(Terminal terminal)
    {
        var filter = new ListFilterOptions();
        var order = Inputs.Choice("--by", "What the text is grouped by.", ("src", ListOrder.Source), ("dst", ListOrder.Destination));
        var exposure = new Option<bool>("--exposure")
        {
            Description = "What each workload would accept from, and send to, pods that do not exist yet.",
        };
        var command = new Command("list", "List every allowed connection between workloads and address ranges.") { order, exposure };
        filter.AddTo(command);
        var inputs = new Inputs(
            command, ("csv", OutputFormat.Csv), ("md", OutputFormat.Markdown), ("dot", OutputFormat.Dot), ("svg", OutputFormat.Svg));
        Help.AddTo(command, terminal, """
              weir list -f manifests/
              weir list -f manifests/ --workload shop/db --direction ingress
              weir list -f manifests/ --peer 203.0.113.0/24 --port tcp/443
              weir list -f manifests/ --workload shop/db --denied
              weir list -f manifests/ --exposure
              weir list -f manifests/ -o svg > connections.svg
            """);
        command.SetAction(arguments =>
        {
            var report = inputs.Report(arguments, terminal);
            var read = filter.Read(arguments);
            var isExposure = arguments.GetValue(exposure);
            if (isExposure && report.Format is not (OutputFormat.Text or OutputFormat.Json))
            {
                throw new UsageException("--exposure is written as text or json.");
            }

            var input = inputs.Load(arguments, terminal);
            input.WriteDiagnostics(report.Diagnostics);
            var map = ConnectionMap.Of(input.Evaluator);
            if (map.Peers.IsEmpty) throw new UsageException("the input holds no pods and no workloads.");

            var list = ConnectionList.Of(map, read);
            foreach (var warning in list.Warnings) report.Diagnostics.Line($"[yellow]warning[/]: {warning}");
            Write(report, list, input, arguments.GetValue(order), isExposure ? ExposureList.Of(list) : null);
            return input.Exit(ExitCode.Yes);
        });
        return command;
    }

    private static void Write(Report report, ConnectionList list, LoadedInput input, ListOrder order, ExposureList? exposure)
    {
        switch (report.Format)
        {
            case OutputFormat.Json:
                report.Json(ListDocument.Of(list, input, exposure), CliJson.Readable.ListDocument);
                break;
            case OutputFormat.Csv:
                foreach (var line in ListCsv.Lines(list)) report.Raw(line);
                break;
            case OutputFormat.Markdown:
                report.Raw(ListMarkdown.Of(list));
                break;
            case OutputFormat.Dot:
                report.Raw(ListDot.Of(list));
                break;
            case OutputFormat.Svg:
                report.Raw(new ConnectionDrawing(list).ToSvg());
                break;
            default:
                if (exposure is not null) ExposureText.Write(report.Text, exposure);
                else ListText.Write(report.Text, list, order);
                break;
        }
    }
}

internal enum ListOrder
{
    Source = 0,
    Destination,
}
