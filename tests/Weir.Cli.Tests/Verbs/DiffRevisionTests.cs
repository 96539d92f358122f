using System.Diagnostics;

namespace Weir.Cli.Tests.Verbs;

/// <summary><c>git:REV:path</c> in a repository of its own.</summary>
public sealed class DiffRevisionTests : IDisposable
{
    private const string Pods = """
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "x"}, "spec": {"containers": []}}
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "b", "namespace": "x"}, "spec": {"containers": []}}
        """;

    private const string Deny = """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: deny, namespace: x}
        spec: {podSelector: {}, policyTypes: [Ingress]}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("weir-git-").FullName;

    public DiffRevisionTests()
    {
        Git("init", "-q");
        Write("k8s/pods.json", Pods);
        Write("k8s/README.md", "no manifest: {");
        Commit();
        Write("k8s/deep/er/dény.yaml", Deny);
        Commit();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Two_revisions_of_a_folder_are_compared_and_places_name_the_revision()
    {
        var run = Diff("git:HEAD~1:k8s", "git:HEAD:k8s");

        Assert.Equal((ExitCode.No, ""), (run.Exit, run.Error));
        Assert.Contains("x/deny (added, git:HEAD:k8s/deep/er/dény.yaml:1)", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_a_revision_is_compared_with_the_folder_on_disk()
    {
        var disk = Path.Combine(folder, "k8s");

        Assert.Equal(ExitCode.No, Diff("git:HEAD:k8s/pods.json", disk).Exit);
        Assert.Equal((ExitCode.Yes, "no connection differs\n"), (Diff("git:HEAD:k8s", disk).Exit, Diff("git:HEAD:", disk).Out));
    }

    [Theory]
    [InlineData("git:nosuch:k8s", "nosuch")]
    [InlineData("git:HEAD:nosuch", "nosuch")]
    [InlineData("git:HEAD", "git:REV:path")]
    [InlineData("git::k8s", "git:REV:path")]
    [InlineData("git:--upload-pack=x:k8s", "no git revision")]
    public void What_git_does_not_know_is_wrong_usage(string name, string says)
    {
        var run = Diff(name, "git:HEAD:k8s");

        Assert.Equal((ExitCode.Invalid, ""), (run.Exit, run.Out));
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void A_folder_without_manifests_is_wrong_usage()
    {
        Write("docs/page.md", "text");
        Commit();

        Assert.Contains("holds no *.yaml", Diff("git:HEAD:docs", "git:HEAD:k8s").Error, StringComparison.Ordinal);
    }

    private Run Diff(string old, string other) => Run.Of((string[])["diff", old, other, "--repo", folder]);

    private void Write(string path, string content)
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    private void Commit()
    {
        Git("add", "-A");
        Git("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false", "commit", "-q", "-m", "m");
    }

    private void Git(params string[] arguments)
    {
        using var git = Process.Start("git", ["-C", folder, .. arguments]);
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }
}
