using Weir.Manifests.Writing;

namespace Weir.Manifests.Tests.Writing;

public class NetworkPolicyJsonTests
{
    [Theory]
    [InlineData("""{"podSelector":{},"policyTypes":["Ingress"]}""")]
    [InlineData("""{"podSelector":{"matchLabels":{"a":"","b":"c"}},"egress":[{}],"policyTypes":["Egress"]}""")]
    [InlineData("""{"podSelector":{},"ingress":[{"ports":[{"protocol":"UDP","port":"dns"},{"protocol":"TCP","port":1,"endPort":9}],"from":[{"podSelector":{},"namespaceSelector":{"matchExpressions":[{"key":"k","operator":"Exists"}]}},{"ipBlock":{"cidr":"10.0.0.0/8","except":["10.1.0.0/16"]}}]}],"policyTypes":["Ingress"]}""")]
    public void A_stored_spec_is_written_as_it_was_read(string spec) => Assert.Equal(spec, NetworkPolicyJson.Spec(Manifest.LoadPolicy(spec)));
}
