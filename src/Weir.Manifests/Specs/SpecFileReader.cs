using System.Collections.Immutable;
using System.Globalization;
using Weir.Manifests.Decoding;
using Weir.Manifests.Loading;
using Weir.Manifests.Trees;
using Weir.Policy.Model;

namespace Weir.Manifests.Specs;

/// <summary>One file of tests: its documents, each a spec of ours or a list of netassert's.</summary>
internal sealed class SpecFileReader(string name, ManifestLimits limits)
{
    private readonly DiagnosticList diagnostics = new();
    private readonly ImmutableArray<SpecText>.Builder manifests = ImmutableArray.CreateBuilder<SpecText>();
    private readonly ImmutableArray<TestRow>.Builder rows = ImmutableArray.CreateBuilder<TestRow>();
    private bool isEmpty = true;

    public TestSpecResult ToResult() => new(new TestSpec(name, manifests.ToImmutable(), rows.ToImmutable()), diagnostics.ToImmutable());

    public void Read(Func<Stream> open, CancellationToken cancellationToken)
    {
        try
        {
            using var stream = open();
            if (ManifestText.ReadAll(stream, limits.FileBytes, cancellationToken) is { } bytes)
            {
                ReadDocuments(ManifestText.Decode(bytes));
                if (isEmpty) diagnostics.Error(DiagnosticIds.Empty, "no tests", Whole);
            }
            else
            {
                var message = string.Create(CultureInfo.InvariantCulture, $"larger than {limits.FileBytes} bytes");
                diagnostics.Error(DiagnosticIds.Limit, message, Whole);
            }
        }
        catch (ReadException e)
        {
            Report(e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            var isMissing = e is FileNotFoundException or DirectoryNotFoundException;
            diagnostics.Error(DiagnosticIds.Unreadable, isMissing ? "no such file" : e.Message, Whole);
        }
    }

    private Source Whole => new(name, 0, 0);

    private void ReadDocuments(ManifestText text)
    {
        List<TreeNode> json = [];
        if (JsonDocuments.TryRead(text.Bytes, limits, json))
        {
            foreach (var document in json) Read(document);
            return;
        }

        var documents = new YamlDocuments(text.Characters, new NodeBudget(limits), Report);
        while (documents.TryRead(out var document))
        {
            // A lone "---" makes an empty document.
            if (!document.IsNull) Read(document);
        }
    }

    private void Read(TreeNode document)
    {
        isEmpty = false;
        if (document.Flaw is { } flaw)
        {
            Report(flaw);
            return;
        }

        var decoder = new Decoder(name, document);
        decoder.FindDuplicateKeys();
        switch (document)
        {
            case SequenceNode list:
                new NetassertReader(decoder).Read(list, rows);
                break;
            case MappingNode mapping:
                new WeirSpecReader(decoder).Read(mapping, manifests, rows);
                break;
            default:
                decoder.Invalid(document, $"a spec is a mapping with a list of tests, this is of type {document.JsonType}");
                break;
        }

        foreach (var problem in decoder.Problems.OrderBy(problem => PlaceOf(problem))) Report(problem);
    }

    private void Report(Problem problem)
    {
        var (line, column) = PlaceOf(problem);
        var source = new Source(name, line, column);

        // These name the field in their message, and here no later key replaces an earlier one.
        var isAboutKeys = problem.Id is DiagnosticIds.UnknownField or DiagnosticIds.DuplicateKey;
        var field = isAboutKeys || problem.Field.Length == 0 ? null : problem.Field;
        diagnostics.Error(problem.Id, problem.Message, source, field: field, hint: problem.Id == DiagnosticIds.DuplicateKey ? null : problem.Hint);
    }

    private void Report(ReadException e)
    {
        isEmpty = false;
        diagnostics.Error(e.Id, e.Message, new Source(name, e.Line, e.Column));
    }

    private static (int Line, int Column) PlaceOf(Problem problem) => problem.Key ?? (problem.At.Line, problem.At.Column);
}
