namespace Weir.Policy.Analysis.Lints;

/// <summary>Guesses what a text that fits nothing was meant to be.</summary>
internal static class NearestText
{
    // Nobody misspells a text of this length into a known one, and the distance costs its square.
    private const int LongestText = 80;

    /// <summary>The candidate with the fewest edits (insert, delete, replace), letter case ignored; null when none is near.</summary>
    public static string? Of(string written, IEnumerable<string> candidates)
    {
        if (written.Length > LongestText) return null;

        string? best = null;
        var bestDistance = Math.Max(1, written.Length / 3) + 1;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - written.Length) >= bestDistance) continue;

            var distance = Distance(written.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance >= bestDistance) continue;

            best = candidate;
            bestDistance = distance;
        }

        return best;
    }

    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) row[j] = j;

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
