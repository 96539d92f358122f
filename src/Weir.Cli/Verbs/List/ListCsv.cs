using Weir.Cli.Output;

namespace Weir.Cli.Verbs.List;

/// <summary><c>weir list -o csv</c>: one line for each range of ports; a connection on every port is one line of protocol ALL.</summary>
internal static class ListCsv
{
    public static IEnumerable<string> Lines(ConnectionList list)
    {
        yield return CsvText.Line("src", "dst", "protocol", "from", "to");
        foreach (var one in list.Connections)
        {
            IReadOnlyList<PortsJson> ports = one.Ports.IsAll ? [new PortsJson("ALL", null, null)] : PortsJson.Of(one.Ports);
            foreach (var source in PeerText.Ids(one.Source))
            {
                foreach (var destination in PeerText.Ids(one.Destination))
                {
                    foreach (var range in ports) yield return CsvText.Line(source, destination, range.Protocol, $"{range.From}", $"{range.To}");
                }
            }
        }
    }
}
