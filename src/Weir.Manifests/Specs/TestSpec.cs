using Weir.Policy.Model;

namespace Weir.Manifests.Specs;

/// <summary>What a file of assertions says: which connections should be possible and which should not.</summary>
/// <param name="File">As the user named it; <c>-</c> for standard input.</param>
/// <param name="Manifests">Files and folders to read, relative to the spec. Never <c>-</c>.</param>
public sealed record TestSpec(string File, EquatableArray<SpecText> Manifests, EquatableArray<TestRow> Rows);

/// <summary>One assertion: from every source to every destination on every port the verdict is the same.</summary>
public sealed record TestRow
{
    /// <summary>Null: the row has no name of its own.</summary>
    public string? Name { get; init; }

    public required Expectation Expect { get; init; }

    /// <summary>Endpoints in the command line's notation. Empty only where <see cref="NotSupported"/> says why.</summary>
    public required EquatableArray<SpecText> From { get; init; }

    /// <inheritdoc cref="From"/>
    public required EquatableArray<SpecText> To { get; init; }

    /// <summary>Null: every port. Never empty.</summary>
    public EquatableArray<SpecText>? Ports { get; init; }

    /// <summary>Why nobody can decide the row from manifests. Null: it can be decided.</summary>
    public SpecText? NotSupported { get; init; }

    public required Source Source { get; init; }
}

/// <summary>A text and where it is written.</summary>
public readonly record struct SpecText(string Text, Source Source)
{
    public override string ToString() => Text;
}

public enum Expectation
{
    Deny = 0,
    Allow,
}
