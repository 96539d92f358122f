using Weir.Cli.Output;
using Weir.Dataplane;
using Weir.Lab;

namespace Weir.Cli.Verbs.Lab;

/// <summary>One sentence and an exit code for what keeps a lab from running. Nothing half-built is left behind then.</summary>
internal static class LabFailure
{
    public static int Report(Terminal terminal, Func<int> work) => ReportAsync(terminal, () => Task.FromResult(work())).GetAwaiter().GetResult();

    public static async Task<int> ReportAsync(Terminal terminal, Func<Task<int>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (LabException e)
        {
            Say(terminal, e.Error == LabError.NameInUse ? $"{e.Message} ('weir lab down --name NAME' removes it, --name chooses another.)" : e.Message);
            return e.Error == LabError.NotSupported ? ExitCode.Incomplete : ExitCode.Invalid;
        }
        catch (DataplaneException e)
        {
            Say(terminal, $"The kernel refused the policies: {e.Message}");
            return ExitCode.Incomplete;
        }
        catch (OperationCanceledException)
        {
            Say(terminal, "Interrupted; the lab is removed.");
            return ExitCode.Incomplete;
        }
    }

    private static void Say(Terminal terminal, string sentence) => terminal.Error.WriteLine($"weir: {ControlCharacters.Escape(sentence)}");
}
