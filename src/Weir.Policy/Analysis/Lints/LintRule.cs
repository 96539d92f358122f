namespace Weir.Policy.Analysis.Lints;

/// <summary>One kind of finding. Ids are stable: a number that was given once never means another lint.</summary>
/// <param name="Id"><c>WEIR001</c>.</param>
/// <param name="Name">The id in words: <c>policy-selects-no-pod</c>.</param>
/// <param name="Title">One line: what was found.</param>
/// <param name="Why">Why it matters.</param>
/// <param name="Fix">What to do about it in general; a finding may know better.</param>
public sealed record LintRule(string Id, string Name, LintSeverity Severity, string Title, string Why, string Fix)
{
    public override string ToString() => $"{Id} {Name}";
}

/// <summary>The zero value is the gravest.</summary>
public enum LintSeverity
{
    /// <summary>The input is refused, or says what cannot be.</summary>
    Error = 0,

    /// <summary>Probably not as meant.</summary>
    Warning,

    /// <summary>Worth knowing.</summary>
    Info,
}
