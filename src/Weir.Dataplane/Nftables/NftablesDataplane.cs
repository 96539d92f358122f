using Weir.Dataplane.Nftables.Layout;
using Weir.Dataplane.Nftables.Netlink;
using Weir.Policy.Compilation;

namespace Weir.Dataplane.Nftables;

/// <summary>Enforces with the kernel's nf_tables, in a table of our own; see <see cref="KernelLayout"/>. Needs CAP_NET_ADMIN.</summary>
/// <param name="target">The network namespace whose forwarded packets are judged.</param>
/// <param name="options">Null: the defaults.</param>
public sealed class NftablesDataplane(NetworkNamespace target, NftablesOptions? options = null) : IDataplane
{
    private readonly NftablesOptions options = options ?? NftablesOptions.Default;
    private readonly NftablesConnection connection = new(target);
    private readonly Lock gate = new();

    private AppliedTable applied = new();
    private bool isInstalled;
    private bool isDisposed;

    // After a transaction without an answer nobody knows what the kernel holds: the next one writes everything.
    private bool isUncertain;

    /// <summary>Tests add to a transaction what makes it fail, or lose its answer by a <see cref="IOException"/>.</summary>
    internal Action<Transaction>? BeforeCommit { get; set; }

    public void Apply(TableDelta delta)
    {
        ArgumentNullException.ThrowIfNull(delta);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            DeltaCheck.Check(applied, delta, ScratchRegister.MaxPeerClass);
            if (isUncertain) Install(applied.ToDelta());

            if (isInstalled)
            {
                var transaction = connection.Begin();
                DeltaElements.Of(applied, delta).WriteTo(transaction);
                Commit(transaction);
            }
            else
            {
                Install(delta);
            }

            applied.Commit(delta);
        }
    }

    public void Repair()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            if (isInstalled || isUncertain) Install(applied.ToDelta());
        }
    }

    public void Remove()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            var transaction = connection.Begin();
            DeleteTable(transaction);
            Commit(transaction);

            applied = new();
            isInstalled = false;
        }
    }

    /// <summary>Leaves what is in force in force.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
            connection.Dispose();
        }
    }

    /// <summary>Replaces whatever is there by the layout with the given content, which is a delta to an empty table.</summary>
    private void Install(TableDelta content)
    {
        var transaction = connection.Begin();
        DeleteTable(transaction);

        transaction.Add(KernelLayout.Table);
        foreach (var set in KernelLayout.Sets) transaction.Add(set);
        foreach (var chain in KernelLayout.Chains) transaction.Add(chain);
        foreach (var rule in Rules.For(options)) transaction.Add(rule);
        DeltaElements.Of(new AppliedTable(), content).WriteTo(transaction);

        Commit(transaction);
        isInstalled = true;
    }

    /// <summary>Adding it first makes the deletion succeed where there is none.</summary>
    private static void DeleteTable(Transaction transaction)
    {
        transaction.Add(KernelLayout.Table);
        transaction.Delete(KernelLayout.Table);
    }

    private void Commit(Transaction transaction)
    {
        try
        {
            BeforeCommit?.Invoke(transaction);
            connection.Commit(transaction);
            isUncertain = false;
        }
        catch (IOException e)
        {
            isUncertain = true;
            throw new DataplaneException(LibC.ETimedOut, "commit", "the batch", e.Message);
        }
    }
}
