using System.Collections.Concurrent;
using System.Collections.Immutable;
using Weir.Lab.Enforcement;
using Weir.Lab.Planning;
using Weir.Lab.Probes;
using Weir.Policy.Ports;
using Weir.Testing;

namespace Weir.Lab.Tests.Enforcement;

/// <summary>
/// Every published Cyclonus case, step by step, on real packets: one node, IPv4. Labs run side by side, because most of a step is waiting
/// for packets that must not arrive.
/// </summary>
[Collection(KernelTests.Name)]
public sealed class CyclonusPacketTests
{
    private const int Labs = 6;

    private static readonly ImmutableArray<ProbePort> Ports =
    [
        .. from protocol in new[] { Protocol.Tcp, Protocol.Udp, Protocol.Sctp }
           from port in new ushort[] { 80, 81 }
           select new ProbePort(protocol, port),
    ];

    [Fact]
    public async Task Every_packet_of_every_case_does_what_the_case_expects()
    {
        Kernel.SkipUnlessUsable();
        Assert.SkipWhen(CyclonusCase.All.IsEmpty, Repository.NoCases);

        var cases = new ConcurrentQueue<CyclonusCase>(CyclonusCase.All);
        var probes = 0;
        var steps = 0;
        ConcurrentBag<string> wrong = [];
        await Task.WhenAll(Enumerable.Range(0, Labs).Select(number => Task.Run(() => RunLabAsync(number))));

        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order().Take(30)));
        Assert.Equal(CyclonusCase.All.Sum(row => row.Steps.Length), steps);
        Assert.Equal(CyclonusCase.All.Sum(row => row.Steps.Sum(step => step.Probes.Length)), probes);

        async Task RunLabAsync(int number)
        {
            var start = CyclonusCase.All[0].Steps[0].Snapshot with { NetworkPolicies = [] };
            var plan = LabPlan.Create(start, new LabOptions { Name = $"c{Environment.ProcessId}x{number}", NodeCount = 1 });
            await using var run = await LabRun.StartAsync(plan);
            await run.Lab.ListenAsync(Ports);
            while (cases.TryDequeue(out var row))
            {
                foreach (var step in row.Steps)
                {
                    await run.ApplyAsync(step.Snapshot);
                    var asked = step.Probes.Select(probe => new LabQuestion(
                        run.Lab.Plan.Pod(probe.Destination.Ref)!,
                        new Probe(run.Lab.Plan.Pod(probe.Source.Ref)!, probe.Destination.IPs[0], probe.Protocol, probe.Port)));
                    var answers = await run.ProbeAsync(asked, new ProbeOptions { Timeout = TimeSpan.FromMilliseconds(300) });
                    for (var i = 0; i < answers.Length; i++)
                    {
                        // R52: Cyclonus knows no exemption for a pod that reaches itself.
                        var probe = step.Probes[i];
                        var expected = probe.IsSelf || step.Allowed.Contains(probe.ToString()) ? ProbeOutcome.Allowed : ProbeOutcome.Denied;
                        if (answers[i].Result.Outcome != expected || !answers[i].Agrees) wrong.Add($"case {row}: {answers[i].Result}, expected {expected}");
                    }

                    Interlocked.Increment(ref steps);
                    Interlocked.Add(ref probes, answers.Length);
                }
            }
        }
    }
}
