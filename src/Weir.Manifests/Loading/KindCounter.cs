using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Weir.Manifests.Loading;

internal sealed class KindCounter
{
    private readonly Dictionary<(string ApiVersion, string Kind), int> counts = [];

    public void Add(string apiVersion, string kind) =>
        CollectionsMarshal.GetValueRefOrAddDefault(counts, (apiVersion, kind), out _)++;

    public ImmutableArray<KindCount> ToImmutable() =>
    [
        .. counts
            .Select(entry => new KindCount(entry.Key.ApiVersion, entry.Key.Kind, entry.Value))
            .OrderBy(count => count.ApiVersion, StringComparer.Ordinal)
            .ThenBy(count => count.Kind, StringComparer.Ordinal),
    ];
}
