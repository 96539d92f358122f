using System.Diagnostics.CodeAnalysis;
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
    private YamlEvents events;
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
            catch (ReadException e)
            {
                Recover(e);
            }
        }

        return document is not null;
    }

    private TreeNode? ReadNext()
    {
        if (events.Current is not DocumentStart && !events.MoveNext())
        {
            ended = true;
            return null;
        }

        switch (events.Current)
        {
            case StreamEnd:
                ended = true;
                return null;
            case DocumentStart start:
                documentLine = (int)start.Start.Line;
                events.MoveNext();
                var document = new YamlTree(events, budget).Read();
                events.MoveNext();

                // Text between the content and the next "---" belongs to this document, and so does an error there.
                events.MoveNext();
                return document;
            default:
                return null;
        }
    }

    private void Recover(ReadException error)
    {
        report(error);
        if (!error.EndsFile && rest.TryFindMarkerAfter(documentLine, out var next)) Restart(next);
        else ended = true;
    }

    [MemberNotNull(nameof(events), nameof(rest))]
    private void Restart(TextSlice from)
    {
        rest = from;
        events = new YamlEvents(from);
        documentLine = 1;
    }
}
