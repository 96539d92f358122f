using System.Collections.Immutable;
using System.Globalization;
using Weir.Manifests.Decoding;
using Weir.Manifests.Trees;
using Weir.Policy.Addresses;

namespace Weir.Manifests.Specs;

/// <summary>
/// Tests of netassert, version 2: a list of connections to try, each with the exit code of the attempt. What only a running cluster can
/// tell (a host's name) becomes a row that says so.
/// </summary>
internal sealed class NetassertReader(Decoder decoder)
{
    // The last two are what netassert itself fills in.
    private static readonly StructType Test = new(
        "Test", "attempts", "dst", "exitCode", "name", "protocol", "src", "targetPort", "timeoutSeconds", "type", "pass", "failureReason");

    private static readonly StructType SourceEnd = new("Src", "k8sResource");
    private static readonly StructType DestinationEnd = new("Dst", "host", "k8sResource");
    private static readonly StructType Resource = new("K8sResource", "kind", "name", "namespace");
    private static readonly StructType Host = new("Host", "name");

    // Of the test that is being read.
    private SpecText? notSupported;

    /// <inheritdoc cref="WeirSpecReader.IsSpec"/>
    public static bool IsSpec(SequenceNode document) =>
        document.Items.Length > 0 && document.Items.All(item => item is MappingNode test && test.TryGet("src", out _) && test.TryGet("dst", out _));

    public void Read(SequenceNode list, ImmutableArray<TestRow>.Builder rows)
    {
        if (list.Items.Length == 0) decoder.Invalid(list, "no tests");
        if (list.Items.Any(item => item is MappingNode row && (row.TryGet("from", out _) || row.TryGet("expect", out _))))
        {
            decoder.Invalid(list, "a list alone is read as tests of netassert; rows with from, to and expect belong under tests:");
            return;
        }

        for (var i = 0; i < list.Items.Length; i++)
        {
            using (decoder.Path.Enter("", i))
            {
                if (ReadTest(list.Items[i]) is { } row) rows.Add(row);
            }
        }
    }

    private TestRow? ReadTest(TreeNode node)
    {
        if (!SpecFields.TryOpen(decoder, Test, node, out var test)) return null;

        test.Require("name", "targetPort", "src", "dst");
        test.Number("attempts");
        test.Number("timeoutSeconds");
        var port = Port(test);
        notSupported = null;
        var (from, to) = (test.Read("src", SourceEnd, End), test.Read("dst", DestinationEnd, End));
        if (test.TextAt("type") is { Text: not "k8s" } type)
        {
            notSupported = type with { Text = $"type \"{type.Text}\" is not supported" };
        }

        if (test.TextAt("protocol") is { Text: not ("tcp" or "udp") } protocol)
        {
            notSupported = protocol with { Text = $"protocol \"{protocol.Text}\" is not supported" };
        }

        // An exit code that is left out is 0.
        var exitCode = test.Number("exitCode") ?? 0;
        if (exitCode is not (0 or 1))
        {
            var message = string.Create(CultureInfo.InvariantCulture, $"exit code {exitCode} is not supported: 0 means allowed, 1 denied");
            notSupported = new SpecText(message, test.SourceOf("exitCode"));
        }

        if (port is null) return null;

        return new TestRow
        {
            Name = test.Text("name"),
            From = from is { } first ? [first] : [],
            To = to is { } second ? [second] : [],
            Ports = [port.Value],
            Expect = exitCode == 0 ? Expectation.Allow : Expectation.Deny,
            NotSupported = notSupported,
            Source = decoder.SourceOf(node),
        };
    }

    private static SpecText? Port(SpecFields test)
    {
        if (test.Number("targetPort") is not { } number) return null;

        if (number is < 1 or > 65535)
        {
            test.Invalid("targetPort", "must be from 1 to 65535");
            return null;
        }

        var protocol = test.Text("protocol") ?? "tcp";
        return new SpecText(string.Create(CultureInfo.InvariantCulture, $"{protocol}/{number}"), test.SourceOf("targetPort"));
    }

    /// <summary>Null: reported, or not supported.</summary>
    private SpecText? End(SpecFields end)
    {
        if (end.Has("host") && end.Has("k8sResource"))
        {
            end.Invalid("host", "excludes k8sResource");
            return null;
        }

        if (end.Has("host")) return end.Read("host", Host, Address);

        end.Require("k8sResource");
        return end.Read("k8sResource", Resource, Workload);
    }

    private SpecText? Workload(SpecFields resource)
    {
        resource.Require("kind", "name", "namespace");
        var (kind, name, ns) = (resource.Text("kind"), resource.TextAt("name"), resource.Text("namespace"));
        if (kind is null || name is null || ns is null) return null;

        if (kind is "deployment" or "statefulset" or "daemonset" or "pod") return name.Value with { Text = $"{ns}/{kind}/{name}" };

        notSupported = new SpecText($"kind \"{kind}\" is not supported", resource.SourceOf("kind"));
        return null;
    }

    private SpecText? Address(SpecFields host)
    {
        host.Require("name");
        if (host.TextAt("name") is not { } name) return null;

        // 0.0.0.0 stands for "nobody" in such tests, and policies know no such thing.
        if (IP.TryParse(name.Text, out var address) && address.Bits != 0) return name;

        notSupported = name with { Text = $"host \"{name.Text}\" is not supported: only an address tells which policies apply" };
        return null;
    }
}
