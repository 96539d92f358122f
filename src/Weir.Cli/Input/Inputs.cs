using System.CommandLine;
using System.CommandLine.Parsing;
using Weir.Cli.Output;
using Weir.Manifests;
using Weir.Policy.Resolution;

namespace Weir.Cli.Input;

/// <summary>The options that every verb shares, and the loading of what they name.</summary>
internal sealed class Inputs
{
    private readonly Option<string[]> filenames = new("--filename", "-f")
    {
        Description = "Manifests, YAML or JSON: a file, a folder (with its subfolders), or - for standard input. Repeatable.",
        HelpName = "FILE|DIR|-",
    };

    private readonly Option<bool> recursive = new("--recursive", "-R")
    {
        Description = "As in kubectl; folders are always read with their subfolders.",
    };

    private readonly Option<string?> ns = new("--namespace", "-n")
    {
        Description = "The namespace of objects and endpoints that name none. Default: default.",
        HelpName = "NAME",
    };

    private readonly Option<bool> allNamespaces = new("--all-namespaces", "-A")
    {
        Description = "As in kubectl; manifests are always read whole.",
    };

    private readonly Option<PodsInBlocks> podsInBlocks = Choice(
        "--ipblock-pods", "Whether an ipBlock matches the addresses of pods.",
        ("match", PodsInBlocks.Match), ("ignore", PodsInBlocks.Ignore));

    private readonly Option<OwnNodeEgress> ownNodeEgress = Choice(
        "--own-node-egress", "Whether NetworkPolicy judges a pod's traffic to its own node.",
        ("exempt", OwnNodeEgress.Exempt), ("enforce", OwnNodeEgress.Enforce));

    private readonly Option<bool> strictCidrs = new("--strict-cidr")
    {
        Description = "Refuse CIDRs that Kubernetes 1.36 and later refuse, such as 10.1.2.3/8.",
    };

    private readonly Option<OutputFormat> output;

    private readonly Option<ColorMode> color = Choice(
        "--color", "Colour: auto is on for a terminal and off where NO_COLOR is set.",
        ("auto", ColorMode.Auto), ("always", ColorMode.Always), ("never", ColorMode.Never));

    private enum PodsInBlocks
    {
        Match = 0,
        Ignore,
    }

    private enum OwnNodeEgress
    {
        Exempt = 0,
        Enforce,
    }

    /// <param name="formats">Beside text and json.</param>
    public Inputs(Command command, params (string Word, OutputFormat Format)[] formats)
    {
        output = Choice("--output", "The form of the answer.", [("text", OutputFormat.Text), ("json", OutputFormat.Json), .. formats]);
        output.Aliases.Add("-o");
        foreach (var option in (Option[])[filenames, recursive, ns, allNamespaces, podsInBlocks, ownNodeEgress, strictCidrs, output, color])
        {
            command.Add(option);
        }
    }

    public Report Report(ParseResult arguments, Terminal terminal) =>
        new(terminal, arguments.GetValue(color), arguments.GetValue(output));

    /// <summary>What <c>-f</c> names.</summary>
    public string[] Filenames(ParseResult arguments) => arguments.GetValue(filenames) ?? [];

    /// <param name="adjust">For a verb that reads manifests in its own way.</param>
    /// <param name="more">Read beside what <c>-f</c> names.</param>
    public LoadedInput Load(
        ParseResult arguments,
        Terminal terminal,
        Func<ManifestOptions, ManifestOptions>? adjust = null,
        IEnumerable<string>? more = null)
    {
        string[] paths = [.. Filenames(arguments), .. more ?? []];
        if (paths.Length == 0) throw new UsageException("-f is needed: name manifests to read, for a live cluster cannot be asked yet.");

        return Load(arguments, terminal, [.. paths.Select(path => new ManifestInput(path))], adjust);
    }

    /// <summary>The same for given manifests, whatever <c>-f</c> names.</summary>
    public LoadedInput Load(
        ParseResult arguments,
        Terminal terminal,
        IReadOnlyList<ManifestInput> manifests,
        Func<ManifestOptions, ManifestOptions>? adjust = null)
    {
        foreach (var (path, content) in manifests)
        {
            if (content is null && path != "-" && !Path.Exists(path)) throw new UsageException($"there is no file or folder \"{path}\".");
        }

        var defaultNamespace = arguments.GetValue(ns) ?? "default";
        var options = new ManifestOptions
        {
            DefaultNamespace = defaultNamespace,
            StrictCidrs = arguments.GetValue(strictCidrs),
            StandardInput = terminal.In,

            // As kubectl does by default: a key that nobody knows, or that comes twice, may have been meant to close something.
            FieldValidation = FieldValidation.Strict,
        };
        var result = ManifestLoader.Load(manifests, adjust?.Invoke(options) ?? options);
        return LoadedInput.From(result, defaultNamespace, new PolicyProfile
        {
            IPBlockMatchesPods = arguments.GetValue(podsInBlocks) == PodsInBlocks.Match,
            EnforceOwnNodeEgress = arguments.GetValue(ownNodeEgress) == OwnNodeEgress.Enforce,
        });
    }

    /// <summary>An option that takes one of a few words; the first stands for the default value of the type.</summary>
    public static Option<T> Choice<T>(string name, string description, params (string Word, T Value)[] choices)
        where T : struct
    {
        var words = choices.Select(choice => choice.Word).ToArray();
        var option = new Option<T>(name)
        {
            Description = $"{description} Default: {words[0]}.",
            HelpName = string.Join('|', words),
            CustomParser = Parse,
        };
        option.CompletionSources.Add(words);
        return option;

        T Parse(ArgumentResult result)
        {
            var word = result.Tokens[^1].Value;
            foreach (var choice in choices)
            {
                if (choice.Word == word) return choice.Value;
            }

            result.AddError($"{name} takes {string.Join(" or ", words)}, not \"{word}\".");
            return default;
        }
    }
}
