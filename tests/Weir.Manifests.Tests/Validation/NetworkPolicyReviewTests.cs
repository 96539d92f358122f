using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Manifests.Validation;
using Weir.Manifests.Writing;

namespace Weir.Manifests.Tests.Validation;

public class NetworkPolicyReviewTests
{
    [Theory]
    [MemberData(nameof(ApiServerRow.Ids), MemberType = typeof(ApiServerRow))]
    public void A_lax_answer_is_that_of_the_API_server(string id)
    {
        var row = ApiServerRow.Get(id);
        var review = Review(row, strict: false);

        Assert.Equal(row.Lax.GetProperty("decodeError").GetString(), review.DecodeError);
        Assert.Equal(Texts(row.Lax, "errors"), review.Errors.Select(error => error.ToString()));
        Assert.Equal(row.Lax.GetProperty("message").GetString(), review.Message);
        Assert.Equal(Texts(row.Lax, "causes"), review.Errors.Select(error => $"{error.Reason}|{error.Field}|{error.Message}"));
        Assert.Equal(Texts(row.Lax, "warnings"), review.Warnings.Select(warning => warning.ToString()));

        var stored = review.Stored is null ? null : JsonNode.Parse(NetworkPolicyJson.Spec(review.Stored));
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(row.Lax.GetProperty("storedSpec").GetRawText()), stored),
            $"stored {stored?.ToJsonString()}");
    }

    [Theory]
    [MemberData(nameof(ApiServerRow.Ids), MemberType = typeof(ApiServerRow))]
    public void A_strict_answer_is_that_of_the_API_server(string id)
    {
        var row = ApiServerRow.Get(id);
        var review = Review(row, strict: true);

        Assert.Equal(Texts(row.Strict, "errors"), review.Errors.Select(error => error.ToString()));
        Assert.Equal(row.Strict.GetProperty("message").GetString(), review.Message);
    }

    private static NetworkPolicyReview Review(ApiServerRow row, bool strict)
    {
        var options = new NetworkPolicyValidationOptions { StrictCidrs = strict };
        return row.OldManifest is { } old
            ? NetworkPolicyReview.Update(row.Manifest, old, options)
            : NetworkPolicyReview.Create(row.Manifest, options);
    }

    private static IEnumerable<string?> Texts(JsonElement answer, string name) =>
        answer.GetProperty(name).EnumerateArray().Select(text => text.GetString());
}
