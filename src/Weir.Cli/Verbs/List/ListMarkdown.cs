using System.Text;
using Weir.Cli.Asking;
using Weir.Cli.Output;

namespace Weir.Cli.Verbs.List;

/// <summary><c>weir list -o md</c>: a table for a pull request or a page.</summary>
internal static class ListMarkdown
{
    public static string Of(ConnectionList list)
    {
        var text = new StringBuilder("| source | destination | ports |\n|---|---|---|\n");
        foreach (var one in list.Connections)
        {
            text.Append(MarkdownText.Row(PeerText.Of(one.Source), PeerText.Of(one.Destination), PortText.Of(one.Ports)));
        }

        return text.ToString();
    }
}
