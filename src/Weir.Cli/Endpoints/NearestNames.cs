using Weir.Policy.Model;

namespace Weir.Cli.Endpoints;

/// <summary>Which known name a misspelt one was meant to be.</summary>
internal static class NearestNames
{
    // Nobody misspells a longer name into a known one, and the distance costs its square.
    private const int LongestName = 300;

    private const int Most = 3;

    /// <summary>"; did you mean …?", or what ends the sentence when nothing is near.</summary>
    public static string Hint(string written, IEnumerable<string> known) =>
        Find(written, known) is { Count: > 0 } near ? $"; did you mean {string.Join(" or ", near)}?" : ".";

    /// <summary>At most three, the nearest first.</summary>
    public static IReadOnlyList<string> Find(string written, IEnumerable<string> known)
    {
        if (written.Length > LongestName) return [];

        var limit = Math.Max(2, written.Length / 4);
        return
        [
            .. known.Distinct(StringComparer.Ordinal)
                .Where(name => Math.Abs(name.Length - written.Length) <= limit)
                .Select(name => (Name: name, Distance: Spelling.Distance(written, name)))
                .Where(near => near.Distance <= limit)
                .OrderBy(near => near.Distance)
                .ThenBy(near => near.Name, StringComparer.Ordinal)
                .Take(Most)
                .Select(near => near.Name),
        ];
    }
}
