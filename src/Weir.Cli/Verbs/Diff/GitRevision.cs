using System.Diagnostics;
using System.Globalization;
using System.Text;
using Weir.Manifests;

namespace Weir.Cli.Verbs.Diff;

/// <summary>Reads manifests of a revision with the git of this machine, without checking anything out.</summary>
internal sealed class GitRevision(string repository)
{
    private const string Prefix = "git:";

    /// <summary>What a name stands for: the files of a revision, or the path itself.</summary>
    /// <exception cref="UsageException">git does not know it.</exception>
    public IEnumerable<ManifestInput> Read(string name)
    {
        if (!name.StartsWith(Prefix, StringComparison.Ordinal)) return [new ManifestInput(name)];

        var revision = name[Prefix.Length..];
        var colon = revision.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0) throw new UsageException($"\"{name}\" lacks a part: write git:REV:path, as in git:main:manifests.");
        if (revision[0] == '-') throw new UsageException($"\"{name}\" names no git revision.");

        using var objects = new GitObjects(repository);
        var kind = Text(name, "cat-file", "-t", revision).Trim();
        return kind == "tree"
            ? [.. Files(name, revision).Select(file => new ManifestInput($"{name.TrimEnd('/')}{Separator(name)}{file.Path}", objects.Read(file.Id)))]
            : [new ManifestInput(name, objects.Read(Text(name, "rev-parse", revision).Trim()))];
    }

    private static string Separator(string name) => name.EndsWith(':') ? "" : "/";

    /// <summary>The manifests below a folder, in ordinal order of their paths.</summary>
    private List<(string Path, string Id)> Files(string name, string tree)
    {
        // MODE TYPE ID<tab>PATH, each ended by a zero.
        List<(string Path, string Id)> files = [];
        foreach (var entry in Text(name, "ls-tree", "-r", "-z", tree).Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var tab = entry.IndexOf('\t', StringComparison.Ordinal);
            if (entry[..tab].Split(' ') is [_, "blob", var id] && Path.GetExtension(entry) is ".yaml" or ".yml" or ".json")
            {
                files.Add((entry[(tab + 1)..], id));
            }
        }

        if (files.Count == 0) throw new UsageException($"{name} holds no *.yaml, *.yml or *.json file.");

        return [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    private string Text(string name, params IEnumerable<string> arguments)
    {
        using var git = Start(repository, arguments);
        git.StandardInput.Close();
        var error = git.StandardError.ReadToEndAsync();
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        if (git.ExitCode == 0) return output;

        var said = error.GetAwaiter().GetResult().Split('\n')[0].Replace("fatal: ", "", StringComparison.Ordinal);
        throw new UsageException($"git cannot read {name}: {said}");
    }

    private static Process Start(string repository, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("git", ["-C", repository, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new UsageException($"git: names need the program git, and it does not start: {e.Message}");
        }
    }

    /// <summary>One <c>git cat-file --batch</c>, asked for one object after the other.</summary>
    private sealed class GitObjects(string repository) : IDisposable
    {
        private Process? process;

        public byte[] Read(string id)
        {
            process ??= Start(repository, ["cat-file", "--batch"]);
            process.StandardInput.Write($"{id}\n");
            process.StandardInput.Flush();

            // ID TYPE SIZE<newline>, so many bytes, <newline>.
            var output = process.StandardOutput.BaseStream;
            var header = Line(output);
            if (header.Split(' ') is not [_, "blob", var size]) throw new UsageException($"git cannot read the object {id}: {header}");

            var content = new byte[int.Parse(size, CultureInfo.InvariantCulture)];
            output.ReadExactly(content);
            output.ReadByte();
            return content;
        }

        public void Dispose()
        {
            if (process is null) return;

            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }

        private static string Line(Stream stream)
        {
            var line = new StringBuilder();
            for (var next = stream.ReadByte(); next is >= 0 and not '\n'; next = stream.ReadByte()) line.Append((char)next);
            return line.ToString();
        }
    }
}
