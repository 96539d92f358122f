using System.Buffers;

namespace Weir.Lab.Planning;

/// <summary>The names of a lab's network namespaces: <c>weir-LAB-underlay</c>, <c>weir-LAB-node-NAME</c>, <c>weir-LAB-pod-NAMESPACE.NAME</c>.</summary>
internal static class LabNames
{
    private const int MaxLabNameLength = 32;

    // A file name has at most 255 bytes; a pod's name alone may have 253.
    private const int MaxNamespaceNameLength = 200;

    private static readonly SearchValues<char> LabCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    public static string Prefix(string lab) => $"weir-{lab}-";

    public static string Underlay(string lab) => $"{Prefix(lab)}underlay";

    public static void Check(string lab)
    {
        if (lab.Length is 0 or > MaxLabNameLength || lab.AsSpan().ContainsAnyExcept(LabCharacters))
        {
            throw new LabException(
                LabError.InvalidInput, $"\"{lab}\" is no name for a lab: use 1 to {MaxLabNameLength} lower-case letters and digits.");
        }
    }

    /// <param name="number">The link's number: stands for a name that is too long or holds what a file name cannot.</param>
    public static string For(string lab, string kind, string name, int number)
    {
        var fits = name.Length <= MaxNamespaceNameLength && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.');
        return fits ? $"{Prefix(lab)}{kind}-{name}" : $"{Prefix(lab)}{kind}-_{number}";
    }
}
