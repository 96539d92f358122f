using CsCheck;
using Weir.Policy.Ports;

namespace Weir.Policy.Tests.Ports;

public sealed class PortSetTests
{
    private static readonly Protocol[] Named = [Protocol.Tcp, Protocol.Udp, Protocol.Sctp];

    /// <summary>Ports crowd at the two ends and around a few numbers, so that ranges touch, overlap and nest.</summary>
    private static readonly Gen<ushort> Port =
        Gen.OneOf(Gen.UShort[0, 6], Gen.UShort[65529, 65535], Gen.UShort[78, 84], Gen.UShort);

    private static readonly Gen<(PortSet Set, Model Model)> Atom = Gen.OneOf(
        Gen.Select(Gen.OneOf(Named), Port, Port, (protocol, a, b) =>
        {
            var range = new PortRange(Math.Min(a, b), Math.Max(a, b));
            return (PortSet.Of(protocol, range), Model.Of(protocol, range));
        }),
        Gen.OneOf(Named).Select(protocol => (PortSet.Of(protocol), Model.Of(protocol, PortRange.All))),
        Gen.Const((PortSet.All, Model.All())));

    /// <summary>What a chain of up to eight random operations makes, beside what it should make.</summary>
    private static readonly Gen<(PortSet Set, Model Model)> Sets =
        Gen.Select(Gen.Int[0, 2], Atom).Array[0, 8].Select(steps =>
        {
            var result = (Set: PortSet.None, Model: new Model());
            foreach (var (operation, next) in steps)
            {
                result = operation switch
                {
                    0 => (result.Set.Except(next.Set), result.Model.Combine(next.Model, (a, b) => a && !b)),
                    _ => (result.Set.Union(next.Set), result.Model.Combine(next.Model, (a, b) => a || b)),
                };
            }

            return result;
        });

    [Fact]
    public void Union_intersection_and_difference_are_those_of_the_ports_one_by_one() =>
        Gen.Select(Sets, Sets).Sample(
            (left, right) =>
            {
                Same(left.Model, left.Set);
                Same(left.Model.Combine(right.Model, (a, b) => a || b), left.Set.Union(right.Set));
                Same(left.Model.Combine(right.Model, (a, b) => a && b), left.Set.Intersect(right.Set));
                Same(left.Model.Combine(right.Model, (a, b) => a && !b), left.Set.Except(right.Set));
                Assert.Equal(
                    right.Model.Combine(left.Model, (a, b) => a && !b).IsEmpty, left.Set.IsSupersetOf(right.Set));
            },
            iter: 25);

    [Fact]
    public void Sets_with_the_same_ports_are_equal_however_they_were_made() =>
        Gen.Select(Sets, Sets).Sample(
            (left, right) =>
            {
                var again = left.Set.Except(right.Set).Union(left.Set.Intersect(right.Set));
                Assert.Equal(left.Set, again);
                Assert.Equal(left.Set.GetHashCode(), again.GetHashCode());
                Assert.Equal(left.Model.Equals(right.Model), left.Set.Equals(right.Set));
                Assert.Equal(left.Set.IsEmpty, left.Set.Equals(PortSet.None));
                Assert.Equal(left.Set.IsAll, left.Set.Equals(PortSet.All));
                Assert.Equal(left.Set.Union(right.Set), right.Set.Union(left.Set));
                Assert.Equal(left.Set.Intersect(right.Set), right.Set.Intersect(left.Set));
            },
            iter: 40);

    [Fact]
    public void A_port_is_in_the_set_when_its_protocol_and_number_are()
    {
        var set = PortSet.Of(Protocol.Tcp, new PortRange(80, 82)).Union(PortSet.Of(Protocol.Udp, new PortRange(65535)));
        Assert.True(set.Contains(Protocol.Tcp, 80) && set.Contains(Protocol.Tcp, 82) && set.Contains(Protocol.Udp, 65535));
        Assert.False(set.Contains(Protocol.Tcp, 79) || set.Contains(Protocol.Tcp, 83));
        Assert.False(set.Contains(Protocol.Udp, 80) || set.Contains(Protocol.Sctp, 80));
        Assert.False(set.Contains(Protocol.Icmp, 80));
    }

    /// <summary>R51: no rule with ports ever reaches another protocol, so only the set of everything brings it.</summary>
    [Theory]
    [InlineData(Protocol.Icmp)]
    [InlineData(Protocol.IcmpV6)]
    [InlineData(Protocol.None)]
    [InlineData((Protocol)47)]
    [InlineData((Protocol)255)]
    public void Protocols_without_ports_stand_and_fall_together(Protocol protocol)
    {
        var ports = PortSet.Of(Protocol.Tcp).Union(PortSet.Of(Protocol.Udp)).Union(PortSet.Of(Protocol.Sctp));
        Assert.False(ports.Contains(protocol, 0));
        Assert.False(ports.IsAll);
        Assert.True(PortSet.All.Contains(protocol, 0) && PortSet.All.Contains(protocol, 65535));

        var other = PortSet.All.Except(ports);
        Assert.True(other.Contains(protocol, 7) && !other.IsEmpty);
        Assert.Equal("other", other.ToString());
        Assert.Equal(PortSet.All, ports.Union(other));
        Assert.Empty(PortSet.All[protocol]);
        Assert.Throws<ArgumentException>(() => PortSet.Of(protocol));
    }

    [Fact]
    public void Ranges_that_touch_are_one()
    {
        var set = PortSet.Of(Protocol.Tcp, new PortRange(80)).Union(PortSet.Of(Protocol.Tcp, new PortRange(82)));
        Assert.Equal(2, set[Protocol.Tcp].Length);
        Assert.Equal([new PortRange(80, 82)], set.Union(PortSet.Of(Protocol.Tcp, new PortRange(81)))[Protocol.Tcp]);
        Assert.Equal(PortSet.Of(Protocol.Tcp), PortSet.Of(Protocol.Tcp, new PortRange(0, 99)).Union(PortSet.Of(Protocol.Tcp, new PortRange(100, 65535))));
    }

    [Theory]
    [InlineData("none", "")]
    [InlineData("tcp/80", "TCP 80 80")]
    [InlineData("tcp/80,8080-8090 udp/53", "UDP 53 53, TCP 8080 8090, TCP 80 80")]
    [InlineData("sctp", "SCTP 0 65535")]
    [InlineData("tcp udp/0,65535", "UDP 65535 65535, UDP 0 0, TCP 0 65535")]
    public void A_set_is_written_for_people(string text, string ranges)
    {
        var set = PortSet.None;
        foreach (var words in ranges.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(range => range.Split(' ')))
        {
            Assert.True(ProtocolExtensions.TryParseApi(words[0], out var protocol));
            var range = new PortRange(ushort.Parse(words[1], null), ushort.Parse(words[2], null));
            set = set.Union(PortSet.Of(protocol, range));
        }

        Assert.Equal(text, set.ToString());
    }

    [Fact]
    public void Everything_is_written_all_and_everything_but_one_port_is_not()
    {
        Assert.Equal("all", PortSet.All.ToString());
        var rest = PortSet.All.Except(PortSet.Of(Protocol.Tcp, new PortRange(22)));
        Assert.Equal("tcp/0-21,23-65535 udp sctp other", rest.ToString());
        Assert.Equal("all", rest.Union(PortSet.Of(Protocol.Tcp, new PortRange(22))).ToString());
    }

    private static void Same(Model expected, PortSet actual)
    {
        foreach (var protocol in Named) Assert.Equal(expected.Ranges(protocol), actual[protocol]);
        Assert.Equal(expected.Other, actual.Other);
        Assert.Equal(expected.IsEmpty, actual.IsEmpty);
        foreach (var port in (ReadOnlySpan<ushort>)[0, 1, 5, 79, 80, 81, 65534, 65535])
        {
            foreach (var protocol in Named) Assert.Equal(expected.Has(protocol, port), actual.Contains(protocol, port));
        }
    }

    /// <summary>One bit for each port: slow and plain.</summary>
    private sealed class Model
    {
        private readonly bool[] bits = new bool[Named.Length << 16];

        public bool Other { get; private init; }

        public bool IsEmpty => !Other && !bits.AsSpan().Contains(true);

        public static Model All()
        {
            var model = new Model { Other = true };
            Array.Fill(model.bits, true);
            return model;
        }

        public static Model Of(Protocol protocol, PortRange range)
        {
            var model = new Model();
            for (var port = (int)range.From; port <= range.To; port++) model.bits[Index(protocol, port)] = true;
            return model;
        }

        public bool Has(Protocol protocol, int port) => bits[Index(protocol, port)];

        public bool Equals(Model other) => Other == other.Other && bits.AsSpan().SequenceEqual(other.bits);

        public Model Combine(Model other, Func<bool, bool, bool> keep)
        {
            var result = new Model { Other = keep(Other, other.Other) };
            for (var i = 0; i < bits.Length; i++) result.bits[i] = keep(bits[i], other.bits[i]);
            return result;
        }

        public List<PortRange> Ranges(Protocol protocol)
        {
            List<PortRange> ranges = [];
            for (var port = 0; port <= ushort.MaxValue; port++)
            {
                if (!Has(protocol, port)) continue;

                var from = port;
                while (port < ushort.MaxValue && Has(protocol, port + 1)) port++;
                ranges.Add(new PortRange((ushort)from, (ushort)port));
            }

            return ranges;
        }

        private static int Index(Protocol protocol, int port) => (Array.IndexOf(Named, protocol) << 16) | port;
    }
}
