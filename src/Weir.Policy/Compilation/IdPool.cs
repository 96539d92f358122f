namespace Weir.Policy.Compilation;

/// <summary>Hands out small numbers from 1 up and takes them back. A number that is given back serves again only after the next <see cref="Commit"/>.</summary>
internal sealed class IdPool(int reserved = 0)
{
    private readonly Stack<int> free = new();
    private readonly List<int> returned = [];
    private int last = reserved;

    public int Take() => free.TryPop(out var id) ? id : ++last;

    public void Return(int id) => returned.Add(id);

    public void Commit()
    {
        foreach (var id in returned) free.Push(id);
        returned.Clear();
    }
}
