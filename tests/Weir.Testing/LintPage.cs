using System.Text.RegularExpressions;

namespace Weir.Testing;

/// <summary><c>docs/lints.md</c>: one section for each lint, with an example that fires and one that does not.</summary>
public static partial class LintPage
{
    public static IReadOnlyDictionary<string, string> Sections { get; } = Read();

    /// <summary>The examples of a section, in order.</summary>
    public static string[] Examples(string id) => [.. Example().Matches(Sections[id]).Select(match => match.Groups[1].Value)];

    private static Dictionary<string, string> Read()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "lints.md"));
        return Heading().Split(text).Skip(1).ToDictionary(section => section.Split([' ', '\n'], 2)[0]);
    }

    [GeneratedRegex(@"^### ", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
