using System.Collections.Immutable;
using Weir.Policy.Addresses;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;

namespace Weir.Cli.Endpoints;

/// <summary>One side of a question: an endpoint as it was written, and what it stands for.</summary>
internal sealed record Side
{
    /// <summary>With the namespace where it was left out.</summary>
    public required string Text { get; init; }

    /// <summary>Never empty.</summary>
    public required ImmutableArray<End> Ends { get; init; }

    /// <summary>The Service that was asked for, whose pods the ends are.</summary>
    public Service? Service { get; init; }

    /// <summary>What the asker should know about how the text was read.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Some or all of the ends, in words: <c>shop/deploy/web (3 pods)</c>.</summary>
    public string Describe(IReadOnlyCollection<End> ends)
    {
        // In the order of the input, whatever the order of the answers.
        if (ends.Count > 1) ends = [.. Ends.Where(ends.Contains)];
        if (ends.Count == Ends.Length)
        {
            return Ends switch
            {
                [PodEnd only] => Named(only),
                [PodEnd, ..] => $"{Text} ({Ends.Length} pods)",
                [AddressEnd { Endpoint: not ExternalEndpoint } known] when !Text.Contains('/') => known.Name,
                _ => Text,
            };
        }

        return Ends[0] is PodEnd ? Listing.Of([.. ends.Select(end => end.Name)]) : AddressParts.Describe(ends.Cast<AddressEnd>());
    }

    /// <summary>The same for the middle of a sentence, where the names have just been listed.</summary>
    public string Subject(IReadOnlyCollection<End> ends) => ends.Count > Listing.Most ? $"any of these {ends.Count}" : Describe(ends);

    /// <summary>The pod's name is added where the text does not already end with it.</summary>
    private string Named(PodEnd end) =>
        end.Name == Text || Text.EndsWith($"/{end.Pod.Name}", StringComparison.Ordinal) ? Text : $"{Text} ({end.Name})";
}

/// <summary>One thing that an endpoint stands for.</summary>
internal abstract record End(string Name);

/// <param name="Name">As the asker knows it: <c>shop/web</c>, or <c>shop:app=web</c> for one that could exist.</param>
internal sealed record PodEnd(string Name, Pod Pod) : End(Name);

/// <summary>Addresses that no policy tells apart.</summary>
internal sealed record AddressEnd(IPRange Range, Endpoint Endpoint) : End(AddressParts.Name(Range, Endpoint));
