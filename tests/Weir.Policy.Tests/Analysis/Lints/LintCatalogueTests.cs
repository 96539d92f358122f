using System.Text.RegularExpressions;
using Weir.Policy.Analysis.Lints;
using Weir.Testing;

namespace Weir.Policy.Tests.Analysis.Lints;

public sealed partial class LintCatalogueTests
{
    public static TheoryData<string> NumberedIds => [.. LintCatalogue.Rules.Select(rule => rule.Id).Where(id => Number().IsMatch(id))];

    [Fact]
    public void The_page_has_a_section_for_every_lint_and_for_nothing_else() =>
        Assert.Equal(LintCatalogue.Rules.Select(rule => rule.Id).Order(StringComparer.Ordinal), LintPage.Sections.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Ids_and_names_are_unique()
    {
        Assert.Equal(LintCatalogue.Rules.Length, LintCatalogue.Rules.Select(rule => rule.Id).Distinct().Count());
        Assert.Equal(LintCatalogue.Rules.Length, LintCatalogue.Rules.Select(rule => rule.Name).Distinct().Count());
    }

    [Fact]
    public void The_page_says_of_every_lint_what_the_catalogue_says()
    {
        foreach (var rule in LintCatalogue.Rules)
        {
            var section = LintPage.Sections[rule.Id];
            Assert.StartsWith(rule.Id == rule.Name ? rule.Id : $"{rule.Id} {rule.Name}", section, StringComparison.Ordinal);
            Assert.Contains($"**{rule.Severity.ToString().ToLowerInvariant()}**: {rule.Title}.", section, StringComparison.Ordinal);
            Assert.Contains(rule.Why, section, StringComparison.Ordinal);
            Assert.Contains($"**Fix:** {rule.Fix}", section, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(NumberedIds))]
    public void The_first_example_fires_and_the_second_does_not(string id)
    {
        var examples = LintPage.Examples(id);
        Assert.Equal(2, examples.Length);
        Assert.Contains(id, Linted.Ids(examples[0]));
        Assert.DoesNotContain(id, Linted.Ids(examples[1]));
    }

    [GeneratedRegex(@"^WEIR\d{3}$")]
    private static partial Regex Number();
}
