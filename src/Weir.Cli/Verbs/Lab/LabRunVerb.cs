using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using Weir.Cli.Input;
using Weir.Cli.Output;
using Weir.Lab.Enforcement;
using Weir.Lab.Planning;
using Weir.Lab.Probes;
using Weir.Policy.Addresses;
using Weir.Policy.Model;
using Weir.Policy.Ports;

namespace Weir.Cli.Verbs.Lab;

/// <summary><c>weir lab run</c>: builds the cluster, enforces, probes every pair, compares, and removes everything.</summary>
internal static class LabRunVerb
{
    public static Command Create(Terminal terminal)
    {
        var name = LabVerb.Name();
        var nodes = new Option<int?>("--nodes") { Description = "At least so many nodes; pods without a spec.nodeName are spread over them (default: two).", HelpName = "N" };
        var ports = new Option<string[]>("--ports", "-p")
        {
            Description = "Ports to probe: tcp/80, udp/53, sctp/9003 or icmp (default: every port that a container declares, else tcp/80).",
            HelpName = "PORT,…",
        };
        var family = new Option<string>("--family") { Description = "Addresses to allocate and probe (default: ipv4).", HelpName = "ipv4|ipv6|dual", DefaultValueFactory = _ => "ipv4" };
        family.AcceptOnlyFromAmong("ipv4", "ipv6", "dual");
        var outside = new Option<string[]>("--outside") { Description = "Addresses outside the cluster to probe from, so that an ipBlock has somebody to admit.", HelpName = "IP,…" };
        var timeout = new Option<int>("--timeout") { Description = "Milliseconds without an answer that count as denied, 50 to 900 (default: 500).", HelpName = "MS", DefaultValueFactory = _ => 500 };

        var command = new Command("run", "Build a lab, enforce, probe every pair of pods, compare with the prediction, remove the lab. Exit code: 0 same, 1 a mismatch.")
        {
            name, nodes, ports, family, outside, timeout,
        };
        var inputs = new Inputs(command);
        Help.AddTo(command, terminal, """
              weir lab run -f manifests/
              weir lab run -f manifests/ --nodes 3 --family dual --ports tcp/80,udp/53,sctp/9003
              weir lab run -f policies.yaml -f pods.yaml --outside 203.0.113.10 -o json
            """);
        command.SetAction((arguments, cancellationToken) => LabFailure.ReportAsync(terminal, async () =>
        {
            var report = inputs.Report(arguments, terminal);
            var input = inputs.Load(arguments, terminal);
            input.WriteDiagnostics(report.Diagnostics);
            var cluster = input.Cluster.Snapshot;
            var wanted = Ports(arguments.GetValue(ports) ?? [], cluster);
            var milliseconds = arguments.GetValue(timeout);
            if (milliseconds is < 50 or > 900) throw new UsageException("--timeout takes 50 to 900 milliseconds.");

            var families = Families(arguments.GetValue(family)!);
            var plan = LabPlan.Create(cluster, new LabOptions
            {
                Name = arguments.GetValue(name)!,
                NodeCount = arguments.GetValue(nodes),
                Families = families,
                Externals = Outside(arguments.GetValue(outside) ?? []),
            });
            if (plan.Pods.IsEmpty) throw new UsageException("the manifests hold no pods to run.");

            var clock = Stopwatch.StartNew();
            await using var run = await LabRun.StartAsync(plan, input.Evaluator.Profile, cancellationToken).ConfigureAwait(false);
            await run.Lab.ListenAsync(wanted, cancellationToken).ConfigureAwait(false);
            var built = clock.Elapsed;
            var options = new ProbeOptions { Timeout = TimeSpan.FromMilliseconds(milliseconds) };
            var answers = await run.ProbeAsync(run.AllPairs(wanted, families), options, cancellationToken).ConfigureAwait(false);
            if (report.Format == OutputFormat.Json) report.Json(LabDocument.Of(answers, SkippedJson.Of(input.Skipped)), CliJson.Readable.LabDocument);
            else LabText.Write(report.Text, plan, answers, built, clock.Elapsed - built);

            return input.Exit(answers.All(answer => answer.Agrees) ? ExitCode.Yes : ExitCode.No);
        }));
        return command;
    }

    private static ImmutableArray<IPFamily> Families(string word) => word switch
    {
        "ipv4" => [IPFamily.IPv4],
        "ipv6" => [IPFamily.IPv6],
        _ => [IPFamily.IPv4, IPFamily.IPv6],
    };

    private static ImmutableArray<ProbePort> Ports(string[] texts, ClusterSnapshot cluster)
    {
        var asked = Items(texts).Select(text => ProbePort.TryParse(text, out var port)
            ? port.Value
            : throw new UsageException($"--ports does not take \"{text}\": write tcp/80, udp/53, sctp/9003 or icmp.")).Distinct().ToImmutableArray();
        if (!asked.IsEmpty) return asked;

        var declared = cluster.Pods.SelectMany(pod => pod.Ports).Select(port => new ProbePort(port.Protocol, port.Port)).Distinct()
            .OrderBy(port => port.Protocol).ThenBy(port => port.Port).ToImmutableArray();
        return declared.IsEmpty ? [new ProbePort(Protocol.Tcp, 80)] : declared;
    }

    private static ImmutableArray<ExternalHost> Outside(string[] texts) =>
    [
        .. Items(texts).Select(text => IP.TryParse(text, out var address)
            ? new ExternalHost(address.ToString(), [address])
            : throw new UsageException($"--outside does not take \"{text}\": write an address.")),
    ];

    private static IEnumerable<string> Items(string[] texts) =>
        texts.SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
