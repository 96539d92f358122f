using CsCheck;
using Weir.Policy.Compilation;
using Weir.Policy.Model;
using Weir.Testing;

namespace Weir.Policy.Tests.Compilation;

/// <summary>Both indexes against a scan of everything, with items coming and going.</summary>
public sealed class SelectorIndexTests
{
    private static readonly Gen<int> Seeds = Gen.Int[0, int.MaxValue];

    [Fact]
    public void The_index_finds_the_selectors_that_a_scan_finds() =>
        Seeds.Sample(seed =>
        {
            var cluster = new RandomCluster(seed);
            var index = new SelectorIndex<int>();
            var selectors = new Dictionary<int, LabelSelector>();
            for (var step = 0; step < 40; step++)
            {
                var item = cluster.Next(12);
                if (selectors.Remove(item, out var old)) index.Remove(old, item);
                if (!cluster.Chance(3)) index.Add(selectors[item] = Selector(cluster), item);

                var labels = cluster.Labels();
                List<int> found = [];
                index.Match(labels, found);
                Assert.Equal(selectors.Where(pair => pair.Value.Matches(labels)).Select(pair => pair.Key).Order(), found.Order());
            }
        });

    [Fact]
    public void The_index_finds_no_labelled_thing_too_few() =>
        Seeds.Sample(seed =>
        {
            var cluster = new RandomCluster(seed);
            var index = new LabelIndex<int>();
            var things = new Dictionary<int, LabelSet>();
            for (var step = 0; step < 40; step++)
            {
                var item = cluster.Next(12);
                if (things.Remove(item, out var old)) index.Remove(old, item);
                if (!cluster.Chance(3)) index.Add(things[item] = cluster.Labels(), item);

                var selector = Selector(cluster);
                var found = index.Candidates(selector).Where(thing => selector.Matches(things[thing]));
                Assert.Equal(things.Where(pair => selector.Matches(pair.Value)).Select(pair => pair.Key).Order(), found.Order());
                Assert.Equal(things.Keys.Order(), index.All.Order());
            }
        });

    [Fact]
    public void A_demanded_label_leaves_only_the_things_that_carry_it()
    {
        var index = new LabelIndex<string>();
        index.Add(LabelSet.Of(("app", "web"), ("tier", "front")), "web");
        index.Add(LabelSet.Of(("app", "db"), ("tier", "back")), "db");
        index.Add(LabelSet.Of(("app", "cache"), ("tier", "back")), "cache");
        Assert.Equal(["db"], index.Candidates(LabelSelector.Of(("tier", "back"), ("app", "db"))));
        Assert.Equal(["web"], index.Candidates(new LabelSelector { MatchExpressions = [new("app", "In", ["web"])] }));
        Assert.Empty(index.Candidates(LabelSelector.Of(("app", "nobody"))));
        Assert.Equal(3, index.Candidates(LabelSelector.Everything).Count);

        index.Remove(LabelSet.Of(("app", "web"), ("tier", "front")), "web");
        Assert.Empty(index.Candidates(LabelSelector.Of(("app", "web"))));
    }

    [Fact]
    public void R22_a_selector_with_an_unknown_operator_is_never_found()
    {
        var index = new SelectorIndex<string>();
        index.Add(LabelSelector.Of(("app", "web")) with { MatchExpressions = [new("app", "Near", ["web"])] }, "filed under a label");
        index.Add(new LabelSelector { MatchExpressions = [new("app", "Near", ["web"])] }, "not filed");
        List<string> found = [];
        index.Match(LabelSet.Of(("app", "web")), found);
        Assert.Empty(found);
    }

    /// <summary>The selectors of random policies, and now and then one that is broken.</summary>
    private static LabelSelector Selector(RandomCluster cluster)
    {
        var selector = cluster.Policy(0).PodSelector;
        return cluster.Chance(8) ? selector with { MatchExpressions = [.. selector.MatchExpressions, new("app", "Near", ["a"])] } : selector;
    }
}
