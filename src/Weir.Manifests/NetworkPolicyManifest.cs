using Weir.Policy.Model;

namespace Weir.Manifests;

/// <summary>A decoded and defaulted NetworkPolicy with all of its metadata that validation looks at.</summary>
public sealed record NetworkPolicyManifest(ObjectMeta Metadata, NetworkPolicy Policy);
