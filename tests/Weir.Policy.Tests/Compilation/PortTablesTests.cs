using Weir.Policy.Compilation;
using Weir.Policy.Ports;

namespace Weir.Policy.Tests.Compilation;

public sealed class PortTablesTests
{
    private readonly PortTables tables = new();

    [Fact]
    public void The_same_ports_are_one_table_while_somebody_uses_it()
    {
        var first = tables.Acquire(Tcp(80));
        Assert.Equal(first, tables.Acquire(Tcp(80)));
        Assert.NotEqual(first, tables.Acquire(Tcp(81)));
        Assert.Equal(2, tables.Commit().Count);

        tables.Release(first);
        Assert.Empty(tables.Commit()); // one use is left
        Assert.Equal(Tcp(80), tables[first]);

        tables.Release(first);
        var gone = Assert.Single(tables.Commit());
        Assert.Equal((first, true, false), (gone.Key, gone.Had, gone.Has));
        Assert.Equal(PortSet.None, tables[first]);
    }

    [Fact]
    public void Everything_is_built_in_and_never_in_a_delta()
    {
        Assert.Equal(PortTableId.Everything, tables.Acquire(PortSet.All));
        Assert.Equal(PortTableId.Everything, tables.Acquire(PortSet.All.Except(Tcp(80)).Union(Tcp(80))));
        tables.Release(PortTableId.Everything);
        Assert.Empty(tables.Commit());
        Assert.Equal(PortSet.All, tables[PortTableId.Everything]);
        Assert.Equal(PortSet.None, tables[default]); // a missing cell denies
    }

    [Fact]
    public void A_table_that_comes_back_before_the_commit_keeps_its_id()
    {
        var id = tables.Acquire(Tcp(80));
        tables.Commit();

        tables.Release(id);
        Assert.Equal(id, tables.Acquire(Tcp(80)));
        Assert.Empty(tables.Commit());
    }

    /// <summary>A dataplane that applies a delta in any order must not see one number mean two things.</summary>
    [Fact]
    public void A_free_id_serves_again_but_not_within_the_commit_that_freed_it()
    {
        var old = tables.Acquire(Tcp(80));
        tables.Commit();

        tables.Release(old);
        var next = tables.Acquire(Tcp(81));
        Assert.NotEqual(old, next);
        Assert.Equal(2, tables.Commit().Count);

        Assert.Equal(old, tables.Acquire(Tcp(82)));
    }

    private static PortSet Tcp(ushort port) => PortSet.Of(Protocol.Tcp, new PortRange(port));
}
