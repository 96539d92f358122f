namespace Weir.Testing;

/// <summary>Finds the checkout that a test runs in, and the shared cases beside it.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>
    /// The path of a file or folder of the shared cases, or null where that folder is absent. Callers skip then, with
    /// <see cref="NoCases"/> as the reason.
    /// </summary>
    public static string? SharedCase(string name)
    {
        var path = Path.GetFullPath(Path.Combine(Root, "..", "shared", "cases", name));
        return Path.Exists(path) ? path : null;
    }

    public const string NoCases = "no ../shared/cases beside the checkout";

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Weir.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside a checkout.");
    }
}
