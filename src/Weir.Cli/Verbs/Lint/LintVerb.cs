using System.CommandLine;
using Weir.Cli.Input;
using Weir.Cli.Output;
using Weir.Cli.Verbs.Lint.Sarif;
using Weir.Manifests;
using Weir.Policy.Analysis.Lints;

namespace Weir.Cli.Verbs.Lint;

/// <summary><c>weir lint</c>: what the API server would refuse, and what is legal but probably not meant.</summary>
internal static class LintVerb
{
    public static Command Create(Terminal terminal)
    {
        var failOn = new Option<LintSeverity>("--fail-on")
        {
            Description = "From which severity on findings make the exit code 1. Default: warning.",
            HelpName = "error|warning|info",
            DefaultValueFactory = _ => LintSeverity.Warning,
            CustomParser = result =>
            {
                switch (result.Tokens[^1].Value)
                {
                    case "error": return LintSeverity.Error;
                    case "warning": return LintSeverity.Warning;
                    case "info": return LintSeverity.Info;
                    case var word:
                        result.AddError($"--fail-on takes error, warning or info, not \"{word}\".");
                        return default;
                }
            },
        };
        var disable = new Option<string[]>("--disable") { Description = "Lints to leave out, with commas between them. Repeatable.", HelpName = "ID,…" };
        var only = new Option<string[]>("--only") { Description = "Lints to run; all others are left out.", HelpName = "ID,…" };
        var command = new Command("lint", "Find what is wrong or probably not meant in policies. Exit code: 0 clean, 1 findings, 2 wrong usage, 3 incomplete input.")
        {
            failOn,
            disable,
            only,
        };
        var inputs = new Inputs(command, ("sarif", OutputFormat.Sarif), ("junit", OutputFormat.JUnit), ("github", OutputFormat.GitHub));
        Help.AddTo(command, terminal, """
              weir lint -f manifests/
              weir lint -f manifests/ --disable WEIR012,WEIR024 --fail-on error
              weir lint -f manifests/ -o sarif > weir.sarif
              kubectl get ns,po,svc,netpol -A -o yaml | weir lint -f -
            """);
        command.SetAction(arguments =>
        {
            var report = inputs.Report(arguments, terminal);
            var selection = Selection(arguments.GetValue(disable) ?? [], arguments.GetValue(only) ?? []);

            // A key that nobody knows is a finding, and no reason to leave the rest of its object unread.
            var input = inputs.Load(
                arguments, terminal, options => options with { FieldValidation = FieldValidation.Warn, ReportWrittenForm = true });
            var run = LintRun.Of(input, selection);
            Write(terminal, report, run, arguments.GetValue(failOn));
            return run.Exit(arguments.GetValue(failOn));
        });
        return command;
    }

    private static LintSelection Selection(string[] disable, string[] only)
    {
        if (disable.Length > 0 && only.Length > 0) throw new UsageException("--disable and --only exclude each other.");

        return only.Length > 0 ? LintSelection.Only(Ids(only)) : LintSelection.Without(Ids(disable));
    }

    private static string[] Ids(string[] lists)
    {
        string[] ids = [.. lists.SelectMany(list => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        var unknown = Array.Find(ids, id => LintCatalogue.Find(id) is null);
        return unknown is null ? ids : throw new UsageException($"there is no lint \"{unknown}\"; docs/lints.md has them all.");
    }

    private static void Write(Terminal terminal, Report report, LintRun run, LintSeverity failOn)
    {
        switch (report.Format)
        {
            case OutputFormat.Json:
                report.Json(LintDocument.Of(run), CliJson.Readable.LintDocument);
                break;
            case OutputFormat.Sarif:
                report.Json(SarifLog.Of(run), CliJson.Readable.SarifLog);
                break;
            case OutputFormat.JUnit:
                JUnitReport.Write(terminal.Out, run, failOn);
                break;
            case OutputFormat.GitHub:
                GitHubAnnotations.Write(terminal.Out, run);
                break;
            default:
                LintText.Write(report.Text, run);
                break;
        }
    }
}
