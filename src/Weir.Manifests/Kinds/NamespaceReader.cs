using Weir.Manifests.Decoding;
using Weir.Policy.Model;

namespace Weir.Manifests.Kinds;

internal static class NamespaceReader
{
    public static Namespace Read(StructReader ns, string defaultNamespace)
    {
        var metadata = ObjectMetaReader.ReadNamed(ns);
        return new Namespace(metadata.Name, metadata.Labels) { Source = ns.Source };
    }
}
