using Weir.Manifests.Validation;

namespace Weir.Manifests.Tests.Validation;

/// <summary>Updates as servers from 1.36 judge them (rule book A.5); the rows of the older server are in <see cref="NetworkPolicyReviewTests"/>.</summary>
public class UpdateTests
{
    private static readonly NetworkPolicyValidationOptions Ratchet = new() { StrictCidrs = true, SpareOldCidrs = true };

    private static readonly string Odd = Block("010.0.0.0/8", "10.1.2.3/16");

    [Fact]
    public void An_odd_CIDR_of_the_old_object_is_spared() => Assert.True(Update(Odd, Odd).Errors.IsEmpty);

    [Fact]
    public void It_is_spared_wherever_it_stood() =>
        Assert.True(Update(Block("10.0.0.0/8", "10.1.2.3/16"), Manifest.Policy("{egress: [{to: [{ipBlock: {cidr: 10.1.2.3/16}}]}]}")).Errors.IsEmpty);

    [Fact]
    public void A_new_odd_CIDR_is_refused_once() =>
        Assert.Equal(
            "spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: \"10.1.2.3/16\": must not have bits set beyond the prefix length",
            Assert.Single(Update(Odd, Block("010.0.0.0/8")).Errors).ToString());

    [Fact]
    public void A_spared_CIDR_is_still_compared() =>
        Assert.Equal(
            "must be a strict subset of `cidr`",
            Assert.Single(Update(Block("10.1.2.3/16", "010.0.0.0/8"), Block("010.0.0.0/8", "10.1.2.3/16")).Errors).Detail);

    [Fact]
    public void A_valid_old_selector_gives_the_new_one_no_freedom()
    {
        var bad = Manifest.Policy("{podSelector: {matchExpressions: [{key: a, operator: In, values: [' x']}]}}");

        Assert.Single(Update(bad, Manifest.Policy("{}")).Errors);
        Assert.True(Update(bad, bad).Errors.IsEmpty);
    }

    [Fact]
    public void A_name_cannot_change() =>
        Assert.Equal("metadata.name: Invalid value: \"q\": field is immutable", Assert.Single(Update(Manifest.Policy("{}", "q"), Manifest.Policy("{}")).Errors).ToString());

    [Fact]
    public void An_old_object_that_does_not_decode_is_the_callers_bug() =>
        Assert.Throws<ArgumentException>(() => Update(Manifest.Policy("{}"), Manifest.Policy("7")));

    private static NetworkPolicyReview Update(string manifest, string old) => NetworkPolicyReview.Update(manifest, old, Ratchet);

    private static string Block(string cidr, string? except = null) =>
        Manifest.Policy($"{{ingress: [{{from: [{{ipBlock: {{cidr: {cidr}, except: [{except}]}}}}]}}]}}");
}
