using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Weir.Bench;

// "yaml FOLDER" writes the clusters as manifests, for measuring whole processes.
if (args is ["yaml", var folder])
{
    foreach (var (name, shape) in new[] { ("small", ClusterShape.Small), ("large", ClusterShape.Large), ("real", ClusterShape.Real) })
    {
        File.WriteAllText(Path.Combine(folder, $"{name}.yaml"), ClusterShape.ToYaml(shape.Create()));
    }

    return;
}

var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, DefaultConfig.Instance.AddJob(job));
