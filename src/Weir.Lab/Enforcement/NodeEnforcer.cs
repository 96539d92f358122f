using Weir.Dataplane;
using Weir.Dataplane.Nftables;
using Weir.Policy.Compilation;
using Weir.Policy.Model;
using Weir.Policy.Resolution;

namespace Weir.Lab.Enforcement;

/// <summary>One node's own view and its own driver: what an agent on that node would hold.</summary>
public sealed class NodeEnforcer(string nodeName, NetworkNamespace target, PolicyProfile profile) : IDisposable
{
    private readonly PolicyCompiler compiler = PolicyCompiler.ForNode(nodeName, profile);
    private readonly NftablesDataplane dataplane = new(target);
    private ClusterSnapshot current = ClusterSnapshot.Empty;

    public string NodeName => nodeName;

    public PolicyTable Table => compiler.Table;

    /// <summary>Brings the kernel from the snapshot before to this one, in one transaction.</summary>
    /// <exception cref="DataplaneException">The kernel refused; it enforces what it did before.</exception>
    public void Apply(ClusterSnapshot snapshot)
    {
        compiler.Update(current, snapshot);
        current = snapshot;
        dataplane.Apply(compiler.Commit());
    }

    /// <summary>Leaves the rules in force: the namespace takes them with it.</summary>
    public void Dispose() => dataplane.Dispose();
}
