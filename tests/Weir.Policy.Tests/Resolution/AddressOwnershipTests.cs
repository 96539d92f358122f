using Weir.Policy.Addresses;
using Weir.Policy.Compilation;
using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Policy.Tests.Resolution;

/// <summary>R76: who has an address that several pods claim. The index and the compiler must agree.</summary>
public sealed class AddressOwnershipTests
{
    private static readonly IP Shared = IP.Parse("10.0.0.1");

    [Theory]
    [InlineData(PodPhase.Running, false, true)]
    [InlineData(PodPhase.Pending, false, true)] // R74: in force before any container starts
    [InlineData(PodPhase.Unknown, false, true)]
    [InlineData(PodPhase.Succeeded, false, false)] // R72
    [InlineData(PodPhase.Failed, false, false)]
    [InlineData(PodPhase.Running, true, false)] // R59
    [InlineData(PodPhase.Pending, true, false)]
    public void Finished_and_host_network_pods_own_no_address(PodPhase phase, bool hostNetwork, bool owns)
    {
        var pod = Pod("x", "p", phase, 0) with { HostNetwork = hostNetwork };
        Assert.Equal(owns, AddressOwnership.CanOwn(pod));
        Assert.Equal(owns ? pod : null, new ClusterIndex(ClusterSnapshot.Empty with { Pods = [pod] }).FindPod(Shared));
    }

    [Theory]
    [InlineData("x/a Running 5", "x/b Pending 9", "running beats newer")]
    [InlineData("x/a Running 5", "x/b Unknown 9", "running beats unknown")]
    [InlineData("x/a Running 9", "x/b Running 5", "the newest of the running")]
    [InlineData("x/a Pending 9", "x/b Pending 5", "the newest of the others")]
    [InlineData("x/a Pending 9", "x/b Unknown 5", "pending and unknown are alike")]
    [InlineData("x/a Unknown 9", "x/b Pending 5", "pending and unknown are alike")]
    [InlineData("x/a Running 5", "y/a Running 5", "the namespace settles")]
    [InlineData("x/a Running 5", "x/b Running 5", "the name settles")]
    [InlineData("x/b Running 5", "y/a Running 5", "the namespace before the name")]
    [InlineData("X/a Running 5", "x/a Running 5", "by code point")]
    [InlineData("x/a Pending 1", "x/b Succeeded 9", "a finished pod has nothing")]
    public void The_first_owns_the_address(string winner, string loser, string why)
    {
        var (first, second) = (Pod(winner), Pod(loser));
        if (AddressOwnership.CanOwn(second))
        {
            Assert.True(AddressOwnership.Beats(first, second), why);
            Assert.False(AddressOwnership.Beats(second, first), why);
        }

        foreach (var order in (Pod[][])[[first, second], [second, first]])
        {
            Assert.Same(first, new ClusterIndex(ClusterSnapshot.Empty with { Pods = [.. order] }).FindPod(Shared));

            var registry = new PodRegistry();
            foreach (var pod in order) registry.Set(pod, [Shared], AddressOwnership.CanOwn(pod), isLocal: false);
            Assert.Same(first, registry.OwnerOf(Shared)?.Pod);
        }
    }

    [Fact]
    public void No_pod_beats_itself()
    {
        var pod = Pod("x/a Running 5");
        Assert.False(AddressOwnership.Beats(pod, pod));
    }

    [Fact]
    public void When_the_owner_goes_the_next_best_has_the_address()
    {
        var registry = new PodRegistry();
        var (old, young) = (Pod("x/a Running 1"), Pod("x/b Running 2"));
        foreach (var pod in (Pod[])[old, young]) registry.Set(pod, [Shared], applies: true, isLocal: true);
        Assert.Same(young, registry.OwnerOf(Shared)?.Pod);

        registry.Remove(young.Ref);
        Assert.Same(old, registry.OwnerOf(Shared)?.Pod);

        registry.Remove(old.Ref);
        Assert.Null(registry.OwnerOf(Shared));
    }

    private static Pod Pod(string text)
    {
        var words = text.Split('/', ' ');
        return Pod(words[0], words[1], Enum.Parse<PodPhase>(words[2]), long.Parse(words[3], null));
    }

    private static Pod Pod(string ns, string name, PodPhase phase, long createdAt) =>
        new() { Namespace = ns, Name = name, Phase = phase, CreatedAt = createdAt, IPs = [Shared] };
}
