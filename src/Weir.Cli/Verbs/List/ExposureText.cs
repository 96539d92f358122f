using Weir.Cli.Asking;
using Weir.Cli.Output;
using Weir.Policy.Analysis.Connections;
using Weir.Policy.Model;

namespace Weir.Cli.Verbs.List;

/// <summary><c>weir list --exposure</c> for people.</summary>
internal static class ExposureText
{
    public static void Write(StyledText text, ExposureList list)
    {
        var isFirst = true;
        foreach (var workload in list.Workloads.GroupBy(one => one.Workload))
        {
            if (!isFirst) text.Line();
            isFirst = false;
            text.Line($"[bold]{workload.Key.Id}[/]");
            foreach (var one in workload) Write(text, one);
        }
    }

    private static void Write(StyledText text, Exposure one)
    {
        var word = one.Direction == Direction.Ingress ? "accepts from" : "sends to";
        var why = one.IsIsolated ? "" : " (no policy covers this direction)";
        (string Name, string Ports)[] lines =
        [
            .. one.Pods.Select(open => (ExposureList.Describe(open.Pod), PortText.Of(open.Ports))),
            .. one.Outside.Select(open => (PeerText.Of(open.Outside), PortText.Of(open.Ports))),
        ];
        text.Line($"  {word}{(lines.Length == 0 ? " nobody new" : "")}[dim]{why}[/]");
        var width = lines.Select(line => line.Name.Length).DefaultIfEmpty(0).Max();
        foreach (var (name, ports) in lines) text.Line($"    {name.PadRight(width)}  {ports}");
    }
}
