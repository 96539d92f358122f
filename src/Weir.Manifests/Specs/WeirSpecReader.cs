using System.Collections.Immutable;
using Weir.Manifests.Decoding;
using Weir.Manifests.Trees;

namespace Weir.Manifests.Specs;

/// <summary>Weir's own spec: <c>tests</c>, and the <c>manifests</c> that they are about.</summary>
internal sealed class WeirSpecReader(Decoder decoder)
{
    private static readonly StructType Spec = new("Spec", "manifests", "tests");
    private static readonly StructType Row = new("Row", "expect", "from", "name", "ports", "to");

    /// <summary>Whether a document is meant as a spec, so that one may lie among manifests.</summary>
    public static bool IsSpec(MappingNode document) => document.TryGet("tests", out _) && document.Entries.All(entry => Spec.Knows(entry.Key));

    public void Read(MappingNode document, ImmutableArray<SpecText>.Builder manifests, ImmutableArray<TestRow>.Builder rows)
    {
        if (document.TryGet("kind", out _) && document.TryGet("apiVersion", out _))
        {
            decoder.Invalid(document, "this is a manifest and no spec: manifests are given with -f");
            return;
        }

        if (!SpecFields.TryOpen(decoder, Spec, document, out var spec)) return;

        foreach (var path in spec.Texts("manifests") ?? [])
        {
            if (path.Text == "-") spec.Invalid("manifests", "standard input cannot be named here; use -f -");
            else manifests.Add(path);
        }

        spec.Require("tests");
        if (!spec.TryGetItems("tests", out var items)) return;

        for (var i = 0; i < items.Length; i++)
        {
            using (decoder.Path.Enter("tests", i))
            {
                if (ReadRow(items[i]) is { } row) rows.Add(row);
            }
        }
    }

    private TestRow? ReadRow(TreeNode node)
    {
        if (!SpecFields.TryOpen(decoder, Row, node, out var row)) return null;

        row.Require("from", "to", "expect");
        var (name, from, to) = (row.Text("name"), row.Texts("from"), row.Texts("to"));
        var ports = row.Texts("ports", numbers: true);
        var expect = Expect(row);
        if (from is null || to is null || expect is null) return null;

        return new TestRow
        {
            Name = name,
            From = from.Value,
            To = to.Value,
            Ports = ports,
            Expect = expect.Value,
            Source = decoder.SourceOf(node),
        };
    }

    private static Expectation? Expect(SpecFields row)
    {
        switch (row.Text("expect"))
        {
            case "allow":
                return Expectation.Allow;
            case "deny":
                return Expectation.Deny;
            case { } word:
                row.Invalid("expect", $"must be allow or deny, and is \"{word}\"");
                return null;
            default:
                return null;
        }
    }
}
