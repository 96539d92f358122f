using System.Diagnostics;
using Weir.Lab.Linux;
using Weir.Lab.Planning;
using Weir.Lab.Probes;
using Weir.Policy.Addresses;
using Weir.Policy.Model;
using Weir.Policy.Ports;

namespace Weir.Lab.Tests;

[Collection(KernelTests.Name)]
public sealed class LabTests(ITestOutputHelper output)
{
    private static readonly ProbePort[] Ports = [new(Protocol.Tcp, 80), new(Protocol.Udp, 53), new(Protocol.Sctp, 7), new(Protocol.Icmp, 0)];

    [Theory]
    [InlineData(IPFamily.IPv4)]
    [InlineData(IPFamily.IPv6)]
    [InlineData(IPFamily.IPv4, IPFamily.IPv6)]
    public async Task Without_a_policy_everybody_reaches_everybody_and_himself(params IPFamily[] families)
    {
        Kernel.SkipUnlessUsable();
        var watch = Stopwatch.StartNew();
        await using var lab = await LabCluster.CreateAsync(Kernel.Plan(Kernel.Cluster(12), families));
        output.WriteLine($"built in {watch.ElapsedMilliseconds} ms");
        await lab.ListenAsync(Ports);

        watch.Restart();
        var probes = AllPairs(lab.Plan.Endpoints, Ports);
        var results = await lab.ProbeAsync(probes);
        output.WriteLine($"{probes.Count} probes in {watch.ElapsedMilliseconds} ms");

        Assert.Equal(14 * 14 * 4 * families.Length, results.Length);
        Assert.Equal(probes, results.Select(result => result.Probe));
        AssertAll(ProbeOutcome.Allowed, results);
    }

    internal static List<Probe> AllPairs(IEnumerable<LabEndpoint> endpoints, IReadOnlyCollection<ProbePort> ports) =>
    [
        .. from source in endpoints
           from destination in endpoints
           from ip in destination.Addresses
           where source.Address(ip.Family) is not null
           from port in ports
           select new Probe(source, ip, port.Protocol, port.Port),
    ];

    internal static void AssertAll(ProbeOutcome expected, IEnumerable<ProbeResult> results) =>
        Assert.Equal([], results.Where(result => result.Outcome != expected).Select(result => result.ToString()));
}
