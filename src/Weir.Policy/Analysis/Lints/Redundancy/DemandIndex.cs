namespace Weir.Policy.Analysis.Lints.Redundancy;

/// <summary>
/// Items by one label that they demand, to be asked "whom of you might these demands imply?". Who demands a label is implied only by
/// demands that hold it, so few candidates are left to compare.
/// </summary>
internal sealed class DemandIndex<T>
{
    private readonly Dictionary<(string Key, string Value), List<T>> byLabel = [];
    private readonly List<T> others = [];

    public void Add(IEnumerable<(string Key, string Value)> demanded, T item)
    {
        foreach (var label in demanded)
        {
            if (!byLabel.TryGetValue(label, out var items)) byLabel[label] = items = [];
            items.Add(item);
            return;
        }

        others.Add(item);
    }

    public IEnumerable<T> Candidates(IEnumerable<(string Key, string Value)> demanded) =>
        others.Concat(demanded.SelectMany(label => byLabel.TryGetValue(label, out var items) ? items : []));
}
