using CsCheck;
using Weir.Policy.Model;
using Weir.Testing;

namespace Weir.Policy.Tests.Model;

public sealed class LabelSelectorTests
{
    [Theory]
    [InlineData("")]
    [InlineData("app=web")]
    public void R15_the_empty_selector_matches_everything(string labels)
    {
        Assert.True(LabelSelector.Everything.Matches(Labels(labels)));
        Assert.True(new LabelSelector { MatchLabels = LabelSet.Empty, MatchExpressions = [] }.Matches(Labels(labels)));
        Assert.True(LabelSelector.Everything.IsEmpty);
        Assert.True(LabelSelector.Everything.IsWellFormed);
    }

    [Theory]
    [InlineData("app=web tier=front env=prod", true)]
    [InlineData("app=web tier=front", false)]
    [InlineData("app=web env=prod", false)]
    [InlineData("tier=front env=prod", false)]
    [InlineData("", false)]
    public void R15_all_requirements_must_hold(string labels, bool matches)
    {
        var selector = new LabelSelector
        {
            MatchLabels = LabelSet.Of(("app", "web"), ("tier", "front")),
            MatchExpressions = [new("env", "Exists", [])],
        };
        Assert.Equal(matches, selector.Matches(Labels(labels)));
        Assert.False(selector.IsEmpty);
    }

    [Theory]
    [InlineData("app=web", true)]
    [InlineData("app=Web", false)]
    [InlineData("App=web", false)]
    [InlineData("app=webs", false)]
    [InlineData("app=we", false)]
    [InlineData("other=web", false)]
    [InlineData("", false)]
    public void R16_a_label_is_the_same_bytes(string labels, bool matches) =>
        Assert.Equal(matches, LabelSelector.Of(("app", "web")).Matches(Labels(labels)));

    [Theory]
    [InlineData("R17", "In", "a b", "k=a", true)]
    [InlineData("R17", "In", "a b", "k=b", true)]
    [InlineData("R17", "In", "a b", "k=c", false)]
    [InlineData("R17", "In", "a b", "k=A", false)]
    [InlineData("R17", "In", "a b", "other=a", false)]
    [InlineData("R17", "In", "a a", "k=a", true)]
    [InlineData("R17", "In", "", "k=a", false)]
    [InlineData("R18", "NotIn", "a b", "k=c", true)]
    [InlineData("R18", "NotIn", "a b", "k=a", false)]
    [InlineData("R18", "NotIn", "a b", "other=a", true)] // an absent key is not in the list
    [InlineData("R18", "NotIn", "a b", "", true)]
    [InlineData("R18", "NotIn", "a b", "k=", true)]
    [InlineData("R19", "Exists", "", "k=a", true)]
    [InlineData("R19", "Exists", "", "k=", true)]
    [InlineData("R19", "Exists", "", "K=a", false)]
    [InlineData("R19", "Exists", "", "", false)]
    [InlineData("R19", "DoesNotExist", "", "k=a", false)]
    [InlineData("R19", "DoesNotExist", "", "k=", false)]
    [InlineData("R19", "DoesNotExist", "", "", true)]
    [InlineData("R20", "In", "''", "k=", true)]
    [InlineData("R20", "In", "''", "", false)] // the key must be there, be its value empty
    [InlineData("R20", "In", "''", "k=a", false)]
    [InlineData("R20", "NotIn", "''", "k=", false)]
    [InlineData("R20", "NotIn", "''", "", true)]
    [InlineData("R22", "Gt", "1", "k=2", false)]
    [InlineData("R22", "in", "a", "k=a", false)] // case-sensitive
    [InlineData("R22", "notin", "a", "", false)]
    [InlineData("R22", "", "a", "k=a", false)]
    [InlineData("R22", "=", "a", "k=a", false)]
    public void An_expression_matches_row_by_row(string rule, string operation, string values, string labels, bool matches)
    {
        var requirement = new LabelSelectorRequirement("k", operation, Words(values));
        var selector = new LabelSelector { MatchExpressions = [requirement] };
        Assert.Equal(matches, requirement.Matches(Labels(labels)));
        Assert.Equal(matches, selector.Matches(Labels(labels)));
        Assert.Equal(rule != "R22", selector.IsWellFormed);
    }

    [Theory]
    [InlineData("k=", true)]
    [InlineData("k=a", false)]
    [InlineData("", false)]
    public void R20_an_empty_value_in_matchLabels_needs_the_key(string labels, bool matches) =>
        Assert.Equal(matches, LabelSelector.Of(("k", "")).Matches(Labels(labels)));

    [Theory]
    [InlineData("k=a")]
    [InlineData("k=b")]
    [InlineData("")]
    public void R21_a_contradiction_is_legal_and_matches_nothing(string labels)
    {
        var selector = LabelSelector.Of(("k", "a")) with { MatchExpressions = [new("k", "NotIn", ["a"])] };
        Assert.False(selector.Matches(Labels(labels)));
        Assert.True(selector.IsWellFormed);
    }

    [Fact]
    public void R22_one_unknown_operator_spoils_the_whole_selector()
    {
        var selector = LabelSelector.Of(("k", "a")) with { MatchExpressions = [new("k", "Exists", []), new("k", "Near", ["a"])] };
        Assert.False(selector.IsWellFormed);
        Assert.False(selector.Matches(Labels("k=a")));
    }

    [Fact]
    public void Selectors_are_equal_by_content()
    {
        Assert.Equal(Make(), Make());
        Assert.Equal(Make().GetHashCode(), Make().GetHashCode());
        Assert.NotEqual(Make(), Make() with { MatchExpressions = [new("k", "In", ["a", "c"])] });
        Assert.NotEqual(Make(), Make() with { MatchLabels = LabelSet.Of(("x", "z")) });

        static LabelSelector Make() => LabelSelector.Of(("x", "y")) with { MatchExpressions = [new("k", "In", ["a", "b"])] };
    }

    [Theory]
    [InlineData("{}", "", "", "")]
    [InlineData("app=web", "app=web", "", "")]
    [InlineData("app=web,k In (a,b)", "app=web", "In", "a b")]
    [InlineData("k", "", "Exists", "")]
    [InlineData("!k", "", "DoesNotExist", "")]
    public void A_selector_is_written_for_people(string text, string labels, string operation, string values)
    {
        var selector = new LabelSelector { MatchLabels = Labels(labels) };
        if (operation.Length > 0) selector = selector with { MatchExpressions = [new("k", operation, Words(values))] };
        Assert.Equal(text, selector.ToString());
    }

    /// <summary>De Morgan for label selectors, on random ones: In and NotIn, Exists and DoesNotExist never agree.</summary>
    [Fact]
    public void Opposite_operators_never_agree() =>
        Gen.Int[0, int.MaxValue].Sample(seed =>
        {
            var cluster = new RandomCluster(seed);
            var labels = cluster.Labels();
            var values = cluster.Pick<EquatableArray<string>>([["a"], ["a", "b"], [""], []]);
            Assert.NotEqual(Matches("In"), Matches("NotIn"));
            Assert.NotEqual(Matches("Exists"), Matches("DoesNotExist"));

            bool Matches(string operation) => new LabelSelectorRequirement("app", operation, values).Matches(labels);
        });

    private static EquatableArray<string> Words(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim('\''))];

    private static LabelSet Labels(string text) =>
        LabelSet.From(text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).Select(pair => KeyValuePair.Create(pair[0], pair[1])));
}
