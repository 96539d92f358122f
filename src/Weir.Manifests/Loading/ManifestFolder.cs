namespace Weir.Manifests.Loading;

/// <summary>The manifests of a folder.</summary>
internal static class ManifestFolder
{
    /// <summary>All *.yaml, *.yml and *.json below the folder, in ordinal order. Linked folders are not entered.</summary>
    /// <param name="unreadable">Told of each folder that cannot be listed.</param>
    public static IReadOnlyList<string> Files(string folder, Action<string, string> unreadable)
    {
        List<string> files = [];
        var folders = new Stack<string>([folder]);
        while (folders.TryPop(out var current))
        {
            try
            {
                files.AddRange(Directory.EnumerateFiles(current).Where(IsManifest));
                foreach (var child in Directory.EnumerateDirectories(current))
                {
                    if (new DirectoryInfo(child).LinkTarget is null) folders.Push(child);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                unreadable(current, e.Message);
            }
        }

        files.Sort(StringComparer.Ordinal);
        return files;
    }

    private static bool IsManifest(string file) => Path.GetExtension(file) is ".yaml" or ".yml" or ".json";
}
