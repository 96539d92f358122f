namespace Weir.Cli.Endpoints;

/// <summary>Many names in few words.</summary>
internal static class Listing
{
    /// <summary>How many are named where there are more.</summary>
    public const int Most = 5;

    /// <summary>The first few, and how many more there are.</summary>
    public static string Of(IReadOnlyList<string> names) => names.Count <= Most + 1
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(Most))} and {names.Count - Most} more";
}
