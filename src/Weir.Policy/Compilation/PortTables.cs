using Weir.Policy.Ports;

namespace Weir.Policy.Compilation;

/// <summary>
/// Port sets by content, counted by the cells that use them. The set of everything is built in: it has a fixed id and is in no delta.
/// </summary>
internal sealed class PortTables
{
    private readonly IdPool ids = new(reserved: PortTableId.Everything.Value);
    private readonly Dictionary<PortSet, PortTableId> byContent = [];
    private readonly Dictionary<PortTableId, int> uses = [];
    private readonly TrackedMap<PortTableId, PortSet> tables = new();

    public IReadOnlyDictionary<PortTableId, PortSet> Items => tables.Items;

    /// <summary>The content of a table; of id 0, which means a missing cell, the empty set.</summary>
    public PortSet this[PortTableId id] =>
        id == PortTableId.Everything ? PortSet.All : tables.TryGetValue(id, out var ports) ? ports : PortSet.None;

    public PortTableId Acquire(PortSet ports)
    {
        if (ports.IsAll) return PortTableId.Everything;

        if (!byContent.TryGetValue(ports, out var id))
        {
            id = new PortTableId(ids.Take());
            byContent.Add(ports, id);
            tables.Set(id, ports);
        }

        uses[id] = uses.GetValueOrDefault(id) + 1;
        return id;
    }

    public void Release(PortTableId id)
    {
        if (id != PortTableId.Everything) uses[id]--;
    }

    public List<Edit<PortTableId, PortSet>> Commit()
    {
        foreach (var (id, count) in uses)
        {
            if (count != 0) continue;

            uses.Remove(id);
            byContent.Remove(this[id]);
            tables.Remove(id);
            ids.Return(id.Value);
        }

        ids.Commit();
        return tables.Commit();
    }
}
