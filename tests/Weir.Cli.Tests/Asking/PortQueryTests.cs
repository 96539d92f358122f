using Weir.Cli.Asking;
using Weir.Cli.Endpoints;
using Weir.Policy.Model;
using Weir.Policy.Ports;

namespace Weir.Cli.Tests.Asking;

public sealed class PortQueryTests
{
    private static readonly PodEnd Web = new("x/web", new Pod
    {
        Namespace = "x",
        Name = "web",
        Ports = [new("http", Protocol.Tcp, 8080), new("http", Protocol.Tcp, 8081), new("dns", Protocol.Udp, 53)],
    });

    [Theory]
    [InlineData("tcp/80", "tcp/80")]
    [InlineData("TCP/80", "tcp/80")]
    [InlineData("80", "tcp/80")]
    [InlineData("80/UDP", "udp/80")]
    [InlineData("udp/53", "udp/53")]
    [InlineData("sctp/9003", "sctp/9003")]
    [InlineData("tcp/65535", "tcp/65535")]
    [InlineData("tcp/web", "tcp/web")]
    [InlineData("web-1", "tcp/web-1")]
    [InlineData("icmp", "icmp")]
    [InlineData("ICMPv6", "icmpv6")]
    public void A_port_is_read_in_every_usual_form(string text, string read) => Assert.Equal(read, PortQuery.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("tcp")]
    [InlineData("tcp/")]
    [InlineData("/80")]
    [InlineData("tcp/0")]
    [InlineData("tcp/65536")]
    [InlineData("tcp/99999999999999999999")]
    [InlineData("tcp/-1")]
    [InlineData("tcp/80-90")]
    [InlineData("tcp/a-name-of-sixteen")]
    [InlineData("http/80")]
    [InlineData("icmp/8")]
    [InlineData("tcp/80/udp")]
    public void Anything_else_is_refused(string text) => Assert.Throws<UsageException>(() => PortQuery.Parse(text));

    [Fact]
    public void A_name_means_each_port_of_that_name_and_protocol()
    {
        Assert.Equal([8080, 8081], PortQuery.Parse("tcp/http").Resolve(Web, null).Select(port => (int)port.Probe));
        Assert.Empty(PortQuery.Parse("udp/http").Resolve(Web, null));
    }

    [Fact]
    public void Through_a_service_the_port_is_the_services_and_the_answer_the_pods()
    {
        var service = new Service
        {
            Namespace = "x",
            Name = "web",
            Ports = [new("main", Protocol.Tcp, 80, "http"), new("dns", Protocol.Udp, 53, null)],
        };

        Assert.Equal([8080, 8081], PortQuery.Parse("80").Resolve(Web, service).Select(port => (int)port.Probe));
        Assert.Equal([8080, 8081], PortQuery.Parse("tcp/main").Resolve(Web, service).Select(port => (int)port.Probe));
        Assert.Equal("udp/53", Assert.Single(PortQuery.Parse("udp/53").Resolve(Web, service)).ToString());

        var unknown = Assert.Throws<UsageException>(() => PortQuery.Parse("8080").Resolve(Web, service));
        Assert.Contains("tcp/80 (main)", unknown.Message, StringComparison.Ordinal);
    }
}
