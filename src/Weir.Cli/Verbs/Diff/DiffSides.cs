using Weir.Cli.Input;
using Weir.Cli.Output;
using Weir.Manifests;
using Weir.Policy.Analysis.Connections;

namespace Weir.Cli.Verbs.Diff;

/// <summary>The two inputs.</summary>
internal sealed class DiffSides
{
    /// <exception cref="UsageException">Neither holds a pod.</exception>
    public DiffSides(LoadedInput old, LoadedInput @new)
    {
        Old = old;
        New = @new;
        if (old.Cluster.Snapshot.Pods.IsEmpty && @new.Cluster.Snapshot.Pods.IsEmpty)
        {
            throw new UsageException("neither side holds pods or workloads: name them with -f, and they are read beside both.");
        }
    }

    public LoadedInput Old { get; }

    public LoadedInput New { get; }

    /// <summary>What is wrong with both, as where -f names it, is said once.</summary>
    public IEnumerable<ManifestDiagnostic> Skipped => Old.Skipped.Concat(New.Skipped).Distinct();

    public void WriteDiagnostics(StyledText text)
    {
        Old.WriteDiagnostics(text);
        LoadedInput.WriteDiagnostics(text, New.Diagnostics.Except(Old.Diagnostics));
    }

    public int Exit(ConnectionDiff diff) => Skipped.Any() ? ExitCode.Incomplete : diff.IsEmpty ? ExitCode.Yes : ExitCode.No;
}
