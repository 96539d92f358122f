using System.Diagnostics.CodeAnalysis;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Weir.Manifests.Trees;

/// <summary>
/// The documents of one YAML text, one after another. A document that cannot be read is reported, and reading goes on at the next
/// <c>---</c>: it loses neither the documents before it nor those after it.
/// </summary>
internal sealed class YamlDocuments
{
    private readonly NodeBudget budget;
    private readonly Action<ReadException> report;
    private TextSlice rest;
    private Parser parser;
    private int documentLine;
    private bool ended;

    public YamlDocuments(string text, NodeBudget budget, Action<ReadException> report)
    {
        this.budget = budget;
        this.report = report;
        Restart(new TextSlice(text));
    }

    /// <summary>False at the end of the text. A document without content is a null scalar.</summary>
    public bool TryRead([NotNullWhen(true)] out TreeNode? document)
    {
        document = null;
        while (!ended && document is null)
        {
            try
            {
                document = ReadNext();
            }
            catch (YamlException e)
            {
                Recover(new ReadException(DiagnosticIds.Syntax, e.Message, (int)e.Start.Line + rest.LinesBefore, (int)e.Start.Column));
            }
            catch (ReadException e)
            {
                Recover(e);
            }
        }

        return document is not null;
    }

    private TreeNode? ReadNext()
    {
        if (parser.Current is not DocumentStart && !parser.MoveNext())
        {
            ended = true;
            return null;
        }

        switch (parser.Current)
        {
            case StreamEnd:
                ended = true;
                return null;
            case DocumentStart start:
                documentLine = (int)start.Start.Line;
                parser.MoveNext();
                var document = new YamlTree(parser, budget, rest.LinesBefore).Read();
                parser.MoveNext();
                ReadPastEnd();
                return document;
            default:
                return null;
        }
    }

    /// <summary>Text between the end of the content and the next <c>---</c> belongs to this document, so an error there is its error.</summary>
    private void ReadPastEnd()
    {
        try
        {
            parser.MoveNext();
        }
        catch (YamlException e) when (rest.TryFindMarkerAfter(documentLine, out var next) && e.Start.Line + rest.LinesBefore > next.LinesBefore)
        {
            // The next document's own error: it is met again there.
            Restart(next);
        }
    }

    private void Recover(ReadException error)
    {
        report(error);
        if (!error.EndsFile && rest.TryFindMarkerAfter(documentLine, out var next)) Restart(next);
        else ended = true;
    }

    [MemberNotNull(nameof(parser), nameof(rest))]
    private void Restart(TextSlice from)
    {
        rest = from;
        parser = new Parser(from.Open());
        documentLine = 1;
    }
}
