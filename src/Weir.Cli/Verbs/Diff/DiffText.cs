using Weir.Cli.Output;
using Weir.Policy.Analysis.Connections;

namespace Weir.Cli.Verbs.Diff;

/// <summary><c>weir diff</c> for people.</summary>
internal static class DiffText
{
    public static void Write(StyledText text, ConnectionDiff diff)
    {
        text.Line($"{DiffWords.Summary(diff)}");
        if (!diff.Added.IsEmpty || !diff.Removed.IsEmpty) text.Line();
        foreach (var peer in diff.Added) text.Line($"[green]+[/] {peer.Id}  [dim]only in NEW[/]");
        foreach (var peer in diff.Removed) text.Line($"[red]-[/] {peer.Id}  [dim]only in OLD[/]");

        foreach (var kind in diff.Changes.GroupBy(change => change.Kind).OrderBy(kind => DiffWords.Order(kind.Key)))
        {
            text.Line();
            text.Line($"[bold]{DiffWords.Of(kind.Key)}[/]");
            var width = kind.Max(change => DiffWords.Ends(change).Length);
            foreach (var change in kind)
            {
                var mark = change.Kind switch
                {
                    ChangeKind.Opened => StyledText.Part($"[green]+[/]"),
                    ChangeKind.Closed => StyledText.Part($"[red]-[/]"),
                    _ => StyledText.Part($"[yellow]~[/]"),
                };
                text.Line($"  {mark} {DiffWords.Ends(change).PadRight(width)}  {DiffWords.Ports(change)}");
                text.Line($"      [dim]because of {DiffWords.Causes(change)}[/]");
            }
        }
    }
}
