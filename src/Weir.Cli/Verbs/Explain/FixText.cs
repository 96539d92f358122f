using System.Collections.Immutable;
using Weir.Policy.Analysis;

namespace Weir.Cli.Verbs.Explain;

/// <summary><c>weir explain --fix</c>: the policies as the smallest change makes them, to be applied as they are.</summary>
internal static class FixText
{
    public static void Write(Terminal terminal, ImmutableArray<ExplainedAnswer> parts)
    {
        var denied = parts.Where(part => !part.Answer.IsAllowed).ToArray();
        if (denied.Length == 0)
        {
            terminal.Error.WriteLine("weir: it is allowed: there is nothing to change.");
            return;
        }

        if (denied.FirstOrDefault(part => !part.SmallestChange.IsEmpty) is not { } mended)
        {
            terminal.Error.WriteLine("weir: no change of a NetworkPolicy was found that allows it; ask for one port with --port.");
            return;
        }

        terminal.Out.Write(string.Join("---\n", mended.SmallestChange.Select(change => PolicyText.Policy(change.Result))));
        if (denied.Length > 1) terminal.Error.WriteLine($"weir: this mends one of {denied.Length} denials: apply it, then ask again.");
    }
}
