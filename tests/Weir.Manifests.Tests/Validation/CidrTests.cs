using Weir.Manifests.Validation;

namespace Weir.Manifests.Tests.Validation;

/// <summary>Cases of AV15 beside the rows of the API server: how Go compares networks of mixed notation.</summary>
public class CidrTests
{
    [Theory]
    [InlineData("\"::/0\"", "10.0.0.0/8")]
    [InlineData("\"::/0\"", "\"::ffff:10.0.0.0/104\"")]
    [InlineData("0.0.0.0/0", "\"2001:db8::/32\"")]
    [InlineData("10.0.0.0/8", "11.0.0.0/16")]
    public void An_except_of_another_family_or_network_is_no_subset(string cidr, string except) =>
        Assert.Equal("must be a strict subset of `cidr`", Assert.Single(Review(cidr, except).Errors).Detail);

    [Theory]
    [InlineData("\"::/0\"", "\"2001:db8::/32\"")]
    [InlineData("0.0.0.0/0", "128.0.0.0/1")]
    [InlineData("\"2001:db8::/32\"", "\"2001:db8::1/128\"")]
    public void An_except_inside_is_accepted(string cidr, string except) => Assert.Empty(Review(cidr, except).Errors);

    [Theory]
    [InlineData("\"::ffff:10.0.0.1/104\"", "CIDR value \"::ffff:10.0.0.1/104\" is ambiguous in this context (should be \"10.0.0.0/8\" or \"10.0.0.1/128\"?)")]
    [InlineData("\"2001:DB8::1/64\"", "CIDR value \"2001:DB8::1/64\" is ambiguous in this context (should be \"2001:db8::/64\" or \"2001:db8::1/128\"?)")]
    public void Host_bits_are_shown_with_both_meanings(string cidr, string warning) => Assert.Equal(warning, Review(cidr, "").Warnings[0].Message);

    private static NetworkPolicyReview Review(string cidr, string except) => NetworkPolicyReview.Create(
        Manifest.Policy($"{{ingress: [{{from: [{{ipBlock: {{cidr: {cidr}, except: [{except}]}}}}]}}]}}"), new NetworkPolicyValidationOptions());
}
