using Weir.Dataplane.Nftables.Netlink;

namespace Weir.Dataplane.Nftables.Layout;

/// <summary>
/// Elements to delete and to add, set by set. In the kernel all deletions come first: a new value is a deletion and an addition of the
/// same key, and a range may take over a part of a deleted one.
/// </summary>
internal sealed class ElementChanges
{
    private readonly Dictionary<string, ElementList> deleted = [];
    private readonly Dictionary<string, ElementList> added = [];

    public void Delete(Set set, in Element element) => ListOf(deleted, set).Add(element with { Value = null });

    public void Add(Set set, in Element element) => ListOf(added, set).Add(element);

    public void WriteTo(Transaction transaction)
    {
        foreach (var set in KernelLayout.Sets)
        {
            if (deleted.TryGetValue(set.Name, out var elements)) transaction.Delete(elements);
        }

        foreach (var set in KernelLayout.Sets)
        {
            if (added.TryGetValue(set.Name, out var elements)) transaction.Add(elements);
        }
    }

    private static ElementList ListOf(Dictionary<string, ElementList> lists, Set set)
    {
        if (!lists.TryGetValue(set.Name, out var list)) lists[set.Name] = list = new(set);
        return list;
    }
}
