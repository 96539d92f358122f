using System.Diagnostics;
using Weir.Lab.Linux;
using Weir.Lab.Planning;
using Weir.Policy.Addresses;
using Weir.Policy.Model;

namespace Weir.Lab.Tests;

/// <summary>Tests with real packets run one after another: they would disturb each other's timing.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class KernelTests
{
    public const string Name = "kernel";
}

/// <summary>What the kernel tests share: a reason to be skipped, small clusters, and a look at the machine from outside.</summary>
internal static class Kernel
{
    public static void SkipUnlessUsable()
    {
        var missing = LabRequirements.Missing();
        Assert.SkipUnless(missing is null, missing?.Message ?? "");
    }

    public static void SkipUnlessTool(string tool) =>
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("PATH")!.Split(':').Append("/usr/sbin").Any(folder => File.Exists(Path.Combine(folder, tool))),
            $"{tool} is not installed");

    /// <summary>A name that no other run of the tests has at the same time.</summary>
    public static string NewName() => $"t{Environment.ProcessId}x{Random.Shared.Next(1 << 20)}";

    public static ClusterSnapshot Cluster(int pods) => ClusterSnapshot.Empty with
    {
        Pods = [.. Enumerable.Range(0, pods).Select(number => NewPod($"p{number}"))],
    };

    public static Pod NewPod(string name) => new() { Namespace = "x", Name = name };

    public static LabPlan Plan(ClusterSnapshot cluster, params IPFamily[] families) =>
        LabPlan.Create(cluster, new LabOptions { Name = NewName(), Families = [.. families] });

    /// <summary>Runs a program inside a namespace and fails the test when it fails.</summary>
    public static void Run(LabNamespace target, params string[] command) => Run(["ip", "netns", "exec", target.Name, .. command]);

    public static string Run(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', command)} ended with {process.ExitCode}");
        return output;
    }

    /// <summary>All that a lab could leave behind on the host: links, addresses, routes and forwarding. No names of other labs.</summary>
    public static string HostNetwork() => string.Join(
        '\n',
        Run("ip", "-o", "link", "show"),
        Run("ip", "-o", "address", "show").Split("valid_lft")[0],
        Run("ip", "route", "show", "table", "all"),
        File.ReadAllText("/proc/sys/net/ipv4/ip_forward"));
}
