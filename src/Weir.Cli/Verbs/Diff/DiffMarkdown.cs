using System.Globalization;
using System.Text;
using Weir.Cli.Output;
using Weir.Policy.Analysis.Connections;

namespace Weir.Cli.Verbs.Diff;

/// <summary><c>weir diff -o md</c>: for the comment on a change.</summary>
internal static class DiffMarkdown
{
    public static string Of(ConnectionDiff diff)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"**{MarkdownText.Escape(DiffWords.Summary(diff))}**\n");
        if (!diff.Changes.IsEmpty)
        {
            text.Append("\n| | connection | ports | because of |\n|---|---|---|---|\n");
            foreach (var change in diff.Changes.OrderBy(change => DiffWords.Order(change.Kind)))
            {
                text.Append(MarkdownText.Row(DiffWords.Of(change.Kind), DiffWords.Ends(change), DiffWords.Ports(change), DiffWords.Causes(change)));
            }
        }

        WriteWorkloads(text, "Only in NEW", diff.Added);
        WriteWorkloads(text, "Only in OLD", diff.Removed);
        return text.ToString();
    }

    private static void WriteWorkloads(StringBuilder text, string title, IReadOnlyList<WorkloadPeer> peers)
    {
        if (peers.Count == 0) return;

        text.Append(CultureInfo.InvariantCulture, $"\n{title}:\n\n");
        foreach (var peer in peers) text.Append(CultureInfo.InvariantCulture, $"- {MarkdownText.Escape(peer.Id)}\n");
    }
}
