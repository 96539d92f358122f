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
                .Select(name => (Name: name, Distance: Distance(written, name)))
                .Where(near => near.Distance <= limit)
                .OrderBy(near => near.Distance)
                .ThenBy(near => near.Name, StringComparer.Ordinal)
                .Take(Most)
                .Select(near => near.Name),
        ];
    }

    /// <summary>How many letters to insert, delete, replace or swap with their neighbour.</summary>
    private static int Distance(string a, string b)
    {
        int[] before = [], previous = [.. Enumerable.Range(0, b.Length + 1)];
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) current[j] = Math.Min(current[j], before[j - 2] + 1);
            }

            (before, previous) = (previous, current);
        }

        return previous[b.Length];
    }
}
