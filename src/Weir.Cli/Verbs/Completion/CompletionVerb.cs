using System.CommandLine;

namespace Weir.Cli.Verbs.Completion;

/// <summary><c>weir completion SHELL</c>: the script that makes a shell complete weir's verbs, options and choices.</summary>
internal static class CompletionVerb
{
    /// <summary>What the scripts call: the line so far and where the cursor is in it.</summary>
    private const string Question = "__complete";

    private const string Bash = """
        _weir() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" __complete "$COMP_POINT" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _weir weir kubectl-weir

        """;

    private const string Zsh = """
        #compdef weir kubectl-weir
        _weir() {
            local -a answers
            answers=("${(@f)$("${words[1]}" __complete "$CURSOR" "$BUFFER" 2>/dev/null)}")
            if [[ -n "$answers" ]]; then compadd -- "${answers[@]}"; else _files; fi
        }
        compdef _weir weir kubectl-weir

        """;

    private const string Fish = """
        complete -c weir -a '(weir __complete (string length -- (commandline -cp)) (commandline -cp) 2>/dev/null)'

        """;

    public static Command Create(Terminal terminal)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Print the script that makes a shell complete weir's command line.") { shell };
        Help.AddTo(command, terminal, """
              source <(weir completion bash)
              weir completion zsh > "${fpath[1]}/_weir"
              weir completion fish > ~/.config/fish/completions/weir.fish
            """);
        command.SetAction(arguments =>
        {
            terminal.Out.Write(arguments.GetValue(shell) switch { "zsh" => Zsh, "fish" => Fish, _ => Bash });
            return ExitCode.Yes;
        });
        return command;
    }

    /// <summary>The hidden verb that the scripts ask: one possible next word a line.</summary>
    public static Command CreateQuestion(Terminal terminal, Func<Command> root)
    {
        var position = new Argument<int>("POSITION");
        var line = new Argument<string>("LINE");
        var command = new Command(Question) { position, line };
        command.Hidden = true;
        command.SetAction(arguments =>
        {
            // The program may have been called by a path or as kubectl-weir: what counts begins at the first blank.
            var text = arguments.GetValue(line)!;
            var at = Math.Clamp(arguments.GetValue(position), 0, text.Length);
            var program = text.IndexOf(' ', StringComparison.Ordinal);
            if (program < 0 || at <= program) return ExitCode.Yes;

            var parsed = root().Parse("weir" + text[program..at]);
            foreach (var word in parsed.GetCompletions("weir".Length + at - program)) terminal.Out.WriteLine(word.InsertText ?? word.Label);
            return ExitCode.Yes;
        });
        return command;
    }
}
