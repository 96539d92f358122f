using System.Globalization;

namespace Weir.Cli.Output;

/// <summary>A number with its noun: 1 pod, 2 pods.</summary>
internal static class Quantity
{
    public static string Of(int count, string one, string? several = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : several ?? $"{one}s")}");
}
