namespace Weir.Policy.Model;

/// <summary>A namespace. The API server gives each the label <c>kubernetes.io/metadata.name</c>; so does this type (rule book A.9).</summary>
public sealed record Namespace
{
    public const string NameLabel = "kubernetes.io/metadata.name";

    public Namespace(string name, LabelSet? labels = null)
    {
        Name = name;
        Labels = (labels ?? LabelSet.Empty).With(NameLabel, name);
    }

    public string Name { get; }

    public LabelSet Labels { get; }

    public Source Source { get; init; }
}
