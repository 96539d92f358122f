using Weir.Cli.Input;
using Weir.Policy.Addresses;
using Weir.Policy.Model;

namespace Weir.Cli.Endpoints;

/// <summary>
/// Reads an endpoint: <c>ns/pod</c>, <c>pod</c>, <c>ns/kind/name</c>, <c>kind/name</c>, <c>service/ns/name</c>, <c>ns:key=value,…</c>,
/// an address or a CIDR.
/// </summary>
/// <param name="input">The cluster that the endpoints are in.</param>
internal sealed class EndpointParser(LoadedInput input)
{
    private const string ServiceNote = "a Service's port leads to a port of the pods behind it: policies see those pods and their port";
    private const string Forms = "ns/pod, ns/kind/name, ns:key=value, service/ns/name, an IP address or a CIDR";

    /// <exception cref="UsageException">A text is no endpoint, or there is none of that name.</exception>
    public (Side Source, Side Destination) Parse(string source, string destination)
    {
        var (from, to) = (Parse(source), Parse(destination));
        if (from.Service is { } service)
        {
            throw new UsageException($"Service {service} can be a destination only: a connection starts at a pod or an address.");
        }

        // Two pods that could exist and look alike are still two pods.
        if (from.Ends is [PodEnd first] && to.Ends is [PodEnd second] && first.Pod.Ref == second.Pod.Ref
            && input.Cluster.FindPod(first.Pod.Namespace, first.Pod.Name) is null)
        {
            to = to with { Ends = [second with { Pod = second.Pod with { Name = $"another {second.Pod.Name}" } }] };
        }

        return (from, to);
    }

    /// <exception cref="UsageException">The text is no endpoint, or there is none of that name.</exception>
    public Side Parse(string text)
    {
        if (IP.TryParse(text, out var address)) return Address(address);
        if (Cidr.TryParse(text, out var block)) return Block(text, block);
        if (text.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0) return Hypothetical(text[..colon], text[(colon + 1)..]);

        var parts = text.Split('/');
        if (parts.Any(part => part.Length == 0)) throw Unreadable(text);

        return parts switch
        {
            [var pod] => Pod(input.DefaultNamespace, pod),
            [var kind, var name] when KindNames.Find(kind) is not null && !HasNamespace(kind) => Object(input.DefaultNamespace, kind, name),
            [var ns, var pod] => Pod(ns, pod),
            [var kind, var ns, var name] when KindNames.Find(kind) == KindNames.Service && !HasNamespace(kind) => Service(ns, name),
            [var ns, var kind, var name] => Object(ns, kind, name),
            _ => throw Unreadable(text),
        };
    }

    private Side Address(IP address)
    {
        var end = new AddressEnd(new IPRange(address, address), input.Evaluator.EndpointOf(address));
        return new Side { Text = address.ToString(), Ends = [end] };
    }

    private Side Block(string text, Cidr block) => new()
    {
        Text = block.ToString(),
        Ends = [.. AddressParts.Split(input.Evaluator, block)],
        Notes = block.ToString() == text ? [] : [$"{text} is read as {block}"],
    };

    private Side Object(string ns, string kind, string name) => KindNames.Find(kind) switch
    {
        null => throw UnknownKind(kind),
        KindNames.Pod => Pod(ns, name),
        KindNames.Service => Service(ns, name),
        { } known => Workload(ns, known, name) with { Text = $"{ns}/{kind}/{name}" },
    };

    private Side Pod(string ns, string name) => input.Cluster.FindPod(ns, name) is { } pod
        ? new Side { Text = pod.ToString(), Ends = [new PodEnd(pod.ToString(), pod)], Notes = [.. Notes(pod)] }
        : throw UnknownPod(ns, name);

    /// <summary>Finished pods count only where the workload has no other.</summary>
    private Side Workload(string ns, string kind, string name)
    {
        var workload = new WorkloadRef(kind, name);
        var all = input.Cluster.Snapshot.Pods.Where(pod => pod.Namespace == ns && pod.Workload == workload).ToList();
        if (all.Count == 0) throw UnknownWorkload(ns, workload);

        var live = all.Where(pod => !pod.IsFinished).ToList();
        return Pods($"{ns}/{workload.Name}", live.Count > 0 ? live : all, null);
    }

    private Side Service(string ns, string name)
    {
        var service = input.Cluster.Snapshot.Services.LastOrDefault(service => service.Namespace == ns && service.Name == name)
            ?? throw UnknownService(ns, name);
        if (service.Selector is not { } selector)
        {
            throw new UsageException($"Service {service} has no selector, so its pods are not known; ask for an address instead.");
        }

        var pods = input.Cluster.Snapshot.Pods
            .Where(pod => pod.Namespace == ns && !pod.IsFinished && selector.Matches(pod.Labels))
            .ToList();
        if (pods.Count == 0) throw new UsageException($"Service {service} selects {selector}, which no pod of the input has.");

        return Pods($"service/{service}", pods, service);
    }

    private static Side Pods(string text, List<Pod> pods, Service? service) => new()
    {
        Text = text,
        Ends = [.. pods.Select(pod => new PodEnd(pod.ToString(), pod))],
        Service = service,
        Notes = [.. pods.SelectMany(Notes), .. service is null ? Array.Empty<string>() : [ServiceNote]],
    };

    /// <summary>A pod that could exist. It is in no snapshot: nothing else changes by its being asked for.</summary>
    private Side Hypothetical(string ns, string labels)
    {
        var text = $"{ns}:{labels}";
        if (IP.TryParse(ns, out _)) throw new UsageException($"\"{text}\" is no endpoint: the port is asked for with --port.");
        if (ns.Length == 0 || ns.Contains('/')) throw Unreadable(text);

        List<(string Key, string Value)> pairs = [];
        foreach (var pair in labels.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw new UsageException($"\"{text}\" is no endpoint: labels are written {ns}:key=value,key=value.");

            pairs.Add((pair[..equals], pair[(equals + 1)..]));
        }

        // No pod has such a name, so it is no other pod's double; the workload gives it a name fit for a policy.
        var pod = new Pod
        {
            Namespace = ns,
            Name = labels.Length == 0 ? "a pod without labels" : labels,
            Labels = LabelSet.Of([.. pairs]),
            Workload = new WorkloadRef(KindNames.Pod, pairs.Count == 0 ? "pod" : pairs[0].Value),
        };
        return new Side
        {
            Text = text,
            Ends = [new PodEnd(text, pod)],
            Notes = HasNamespace(ns) ? [] : [$"namespace {ns} is not in the input: it counts with its name label only"],
        };
    }

    private static IEnumerable<string> Notes(Pod pod)
    {
        if (pod.IsFinished) yield return $"{pod} has finished: policies no longer apply to it, and its address may belong to another";
        if (pod.HostNetwork) yield return $"{pod} uses the host's network: it counts as its node, which policies do not select (R59)";
    }

    private bool HasNamespace(string name) => input.Cluster.Snapshot.Namespaces.Any(ns => ns.Name == name);

    private static UsageException Unreadable(string text) => new($"\"{text}\" is no endpoint: write {Forms}.");

    private static UsageException UnknownKind(string kind) =>
        new($"\"{kind}\" is no kind that has pods: write deploy, sts, ds, rs, rc, job, cronjob, pod or service.");

    private UsageException UnknownPod(string ns, string name)
    {
        var pods = input.Cluster.Snapshot.Pods;
        if (pods.IsEmpty) return new UsageException($"there is no pod {ns}/{name}: the input holds no pods and no workloads.");

        // A workload's own name is the likeliest slip.
        var workloads = pods.Where(pod => pod.Namespace == ns && pod.Workload?.Name == name)
            .Select(pod => $"{ns}/{pod.Workload!.Kind.ToLowerInvariant()}/{name}").Distinct().ToList();
        if (workloads.Count > 0) return new UsageException($"there is no pod {ns}/{name}; did you mean {string.Join(" or ", workloads)}?");

        var elsewhere = pods.Where(pod => pod.Name == name).Select(pod => pod.ToString()).Take(3).ToList();
        if (elsewhere.Count > 0) return new UsageException($"there is no pod {ns}/{name}; did you mean {string.Join(" or ", elsewhere)}?");

        return new UsageException($"there is no pod {ns}/{name}{NearestNames.Hint($"{ns}/{name}", pods.Select(pod => pod.ToString()))}");
    }

    private UsageException UnknownWorkload(string ns, WorkloadRef workload)
    {
        var written = $"{ns}/{workload.Kind.ToLowerInvariant()}/{workload.Name}";
        var known = input.Cluster.Snapshot.Pods.Where(pod => pod.Workload is not null)
            .Select(pod => $"{pod.Namespace}/{pod.Workload!.Kind.ToLowerInvariant()}/{pod.Workload.Name}");
        return new UsageException(
            $"there is no {workload.Kind} {ns}/{workload.Name} with pods{NearestNames.Hint(written, known)}");
    }

    private UsageException UnknownService(string ns, string name)
    {
        var known = input.Cluster.Snapshot.Services.Select(service => service.ToString());
        return new UsageException($"there is no Service {ns}/{name}{NearestNames.Hint($"{ns}/{name}", known)}");
    }
}
