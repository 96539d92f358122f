using Weir.Lab.Probes;
using Weir.Policy.Ports;

namespace Weir.Lab.Tests.Probes;

public sealed class ProbePortTests
{
    [Theory]
    [InlineData("tcp/80", Protocol.Tcp, 80)]
    [InlineData("UDP/53", Protocol.Udp, 53)]
    [InlineData("sctp/65535", Protocol.Sctp, 65535)]
    [InlineData("icmp", Protocol.Icmp, 0)]
    public void A_port_is_read(string text, Protocol protocol, int number)
    {
        Assert.True(ProbePort.TryParse(text, out var port));
        Assert.Equal(new ProbePort(protocol, (ushort)number), port);
        Assert.Equal(text.ToLowerInvariant(), port.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("tcp")]
    [InlineData("tcp/")]
    [InlineData("tcp/0")]
    [InlineData("tcp/65536")]
    [InlineData("tcp/+80")]
    [InlineData("gre/1")]
    public void Anything_else_is_not(string? text) => Assert.False(ProbePort.TryParse(text, out _));
}
