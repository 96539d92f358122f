using Weir.Policy.Ports;

namespace Weir.Policy.Tests.Ports;

public sealed class ProtocolTests
{
    [Theory]
    [InlineData("TCP", Protocol.Tcp)]
    [InlineData("UDP", Protocol.Udp)]
    [InlineData("SCTP", Protocol.Sctp)]
    [InlineData("tcp", Protocol.None)] // case-sensitive
    [InlineData("Udp", Protocol.None)]
    [InlineData(" TCP", Protocol.None)]
    [InlineData("ICMP", Protocol.None)]
    [InlineData("6", Protocol.None)]
    [InlineData("", Protocol.None)]
    [InlineData(null, Protocol.None)]
    public void Three_protocols_have_a_name_in_policies(string? text, Protocol protocol)
    {
        Assert.Equal(protocol != Protocol.None, ProtocolExtensions.TryParseApi(text, out var parsed));
        Assert.Equal(protocol, parsed);
        if (parsed != Protocol.None) Assert.Equal(text, parsed.ToApi());
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(17, true)]
    [InlineData(132, true)]
    [InlineData(1, false)]
    [InlineData(58, false)]
    [InlineData(0, false)]
    [InlineData(47, false)]
    public void Only_those_have_ports_that_a_policy_can_name(byte number, bool hasPorts) => Assert.Equal(hasPorts, ((Protocol)number).HasPorts());
}
