using System.CommandLine;
using Weir.Cli.Input;
using Weir.Cli.Output;
using Weir.Manifests;
using Weir.Policy.Analysis.Connections;

namespace Weir.Cli.Verbs.Diff;

/// <summary><c>weir diff OLD NEW</c>: connections opened, closed and changed, and the policies that cause each.</summary>
internal static class DiffVerb
{
    private const string StandardInput = "-";

    public static Command Create(Terminal terminal)
    {
        var old = new Argument<string>("OLD") { Description = "A file, a folder, - for standard input, or git:REV:path (git:main:manifests)." };
        var other = new Argument<string>("NEW") { Description = "The same forms." };
        var repository = new Option<string>("--repo")
        {
            Description = "The folder whose git repository git: reads. Default: the current one.",
            HelpName = "DIR",
            DefaultValueFactory = _ => ".",
        };
        var command = new Command(
            "diff",
            "Show the connections that NEW opens, closes and changes. What -f names is read beside both. Exit code: 0 same, 1 different, 2 wrong usage, 3 incomplete input.")
        {
            old,
            other,
            repository,
        };
        var inputs = new Inputs(command, ("md", OutputFormat.Markdown));
        Help.AddTo(command, terminal, """
              weir diff before/ after/
              weir diff git:main:manifests manifests/
              weir diff git:HEAD~1:policies git:HEAD:policies -f cluster.yaml
              weir diff git:main:manifests manifests/ -o md > comment.md
            """);
        command.SetAction(arguments =>
        {
            var report = inputs.Report(arguments, terminal);
            var (before, after) = (arguments.GetValue(old)!, arguments.GetValue(other)!);
            var shared = inputs.Filenames(arguments);
            if (((string[])[before, after, .. shared]).Count(name => name == StandardInput) is var reads && (reads > 1 || shared.Contains(StandardInput)))
            {
                throw new UsageException("standard input can be read only once, as OLD or as NEW.");
            }

            var git = new GitRevision(arguments.GetValue(repository)!);
            var sides = new DiffSides(Load(before), Load(after));
            sides.WriteDiagnostics(report.Diagnostics);
            var diff = ConnectionDiff.Between(sides.Old.Evaluator, sides.New.Evaluator);
            Write(report, diff, sides);
            return sides.Exit(diff);

            LoadedInput Load(string name) =>
                inputs.Load(arguments, terminal, [.. git.Read(name), .. shared.Select(path => new ManifestInput(path))]);
        });
        return command;
    }

    private static void Write(Report report, ConnectionDiff diff, DiffSides sides)
    {
        switch (report.Format)
        {
            case OutputFormat.Json:
                report.Json(DiffDocument.Of(diff, sides), CliJson.Readable.DiffDocument);
                break;
            case OutputFormat.Markdown:
                report.Raw(DiffMarkdown.Of(diff));
                break;
            default:
                DiffText.Write(report.Text, diff);
                break;
        }
    }
}
