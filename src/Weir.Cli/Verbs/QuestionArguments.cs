using System.CommandLine;
using Weir.Cli.Asking;
using Weir.Cli.Endpoints;
using Weir.Cli.Input;

namespace Weir.Cli.Verbs;

/// <summary>The arguments that ask about two ends and a port.</summary>
internal static class QuestionArguments
{
    public static Argument<string> Source() => new("SRC")
    {
        Description =
            "Who connects: ns/pod, ns/kind/name (shop/deploy/web), ns:key=value (a pod that could exist), an IP address or a CIDR.",
    };

    public static Argument<string> Destination() => new("DST")
    {
        Description = "Whom to: the same forms, or service/ns/name; then --port is the Service's port.",
    };

    public static Option<string?> Port() => new("--port", "-p") { HelpName = "PROTOCOL/PORT" };

    public static Question Read(
        ParseResult arguments, LoadedInput input, Argument<string> source, Argument<string> destination, Option<string?> port)
    {
        var query = arguments.GetValue(port) is { } text ? PortQuery.Parse(text) : null;
        var (from, to) = new EndpointParser(input).Parse(arguments.GetValue(source)!, arguments.GetValue(destination)!);
        return new Question(from, to, query);
    }
}
