using Weir.Policy.Addresses;
using Weir.Policy.Compilation;
using Weir.Policy.Model;
using Weir.Policy.Ports;
using Weir.Policy.Resolution;

namespace Weir.Policy.Tests.Model;

/// <summary>Keys are values of several parts, never joined text, so that parts cannot run into each other.</summary>
public sealed class KeyTests
{
    [Fact]
    public void Pods_whose_names_join_to_the_same_text_differ()
    {
        var snapshot = ClusterSnapshot.Empty with
        {
            Pods = [Pod("a", "b/c", "10.0.0.1"), Pod("a/b", "c", "10.0.0.2"), Pod("ab", "c", "10.0.0.3"), Pod("a", "bc", "10.0.0.4")],
        };
        var index = new ClusterIndex(snapshot);
        foreach (var pod in snapshot.Pods) Assert.Same(pod, index.FindPod(pod.Namespace, pod.Name));
    }

    [Fact]
    public void Policies_whose_names_join_to_the_same_text_differ()
    {
        PolicyRef[] refs = [new("K", "a", "b/c"), new("K", "a/b", "c"), new("K", null, "a/b/c"), new("K", "", "a/b/c"), new("Ka", "b", "c")];
        Assert.Equal(refs.Length, refs.ToHashSet().Count);
    }

    [Fact]
    public void Pod_groups_differ_by_namespace_labels_and_named_ports()
    {
        PodGroupKey[] keys =
        [
            new("x", LabelSet.Of(("a", "b")), []),
            new("xa", LabelSet.Of(("", "b")), []),
            new("x", LabelSet.Of(("a", "b")), [new("web", Protocol.Tcp, 80)]),
            new("x", LabelSet.Of(("a", "b")), [new("web", Protocol.Udp, 80)]),
            new("x", LabelSet.Of(("a", "b")), [new("web", Protocol.Tcp, 8), new("0", Protocol.Tcp, 0)]),
        ];
        Assert.Equal(keys.Length, keys.ToHashSet().Count);
        Assert.Equal(keys[0], new PodGroupKey("x", LabelSet.Of(("a", "b")), default));
    }

    [Fact]
    public void Peers_are_one_predicate_only_when_they_say_the_same()
    {
        Peer[] peers =
        [
            new PodPeer(new PodMatcher("x", null, LabelSelector.Everything)),
            new PodPeer(new PodMatcher(null, null, LabelSelector.Everything)),
            new PodPeer(new PodMatcher(null, LabelSelector.Everything, LabelSelector.Everything)),
            new PodPeer(new PodMatcher(null, LabelSelector.Of(("a", "b,c")), LabelSelector.Everything)),
            new PodPeer(new PodMatcher(null, LabelSelector.Of(("a", "b"), ("c", "")), LabelSelector.Everything)),
            new NodePeer(LabelSelector.Everything),
            new AddressPeer(Cidr.Parse("10.0.0.0/8"), []),
            new AddressPeer(Cidr.Parse("10.0.0.0/8"), [Cidr.Parse("10.0.0.0/9")]),
            new AddressPeer(Cidr.Parse("10.0.0.0/8"), []) { Negated = true },
            new UnknownPeer(),
        ];
        Assert.Equal(peers.Length, peers.ToHashSet().Count);
        Assert.Equal(peers[7], new AddressPeer(Cidr.Parse("10.1.0.0/8"), [Cidr.Parse("10.0.0.1/9")]));
    }

    [Fact]
    public void The_number_eighty_is_not_the_name_eighty()
    {
        IntOrString number = 80, name = "80", zero = 0, empty = "";
        Assert.NotEqual(number, name);
        Assert.NotEqual(zero, empty);
        Assert.Null(number.Name);
        Assert.Equal("80", name.Name);
    }

    private static Pod Pod(string ns, string name, string ip) => new() { Namespace = ns, Name = name, IPs = [IP.Parse(ip)] };
}
