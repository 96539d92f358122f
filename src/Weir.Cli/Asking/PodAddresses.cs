using Weir.Policy.Addresses;
using Weir.Policy.Evaluation;
using Weir.Policy.Model;

namespace Weir.Cli.Asking;

/// <summary>The address that a pod uses in each family.</summary>
internal static class PodAddresses
{
    /// <summary>The first of each family; of a pod on the host's network that has none yet, the node's (R59).</summary>
    public static IEnumerable<IP> Of(PolicyEvaluator evaluator, Pod pod)
    {
        var addresses = pod.IPs;
        if (addresses.IsEmpty && pod is { HostNetwork: true, NodeName: { } name } && evaluator.Cluster.FindNode(name) is { } node)
        {
            addresses = node.Addresses;
        }

        return addresses.DistinctBy(address => address.Family);
    }
}
