namespace Weir.Dataplane.Tests;

public sealed class NetworkNamespaceTests
{
    [Fact]
    public void A_name_is_a_file_of_iproute2() => Assert.Equal("/run/netns/blue", NetworkNamespace.Named("blue").Path);

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../proc/1/ns/net")]
    public void A_path_is_no_name(string name) => Assert.Throws<ArgumentException>(() => NetworkNamespace.Named(name));

    [Fact]
    public void Its_own_namespace_needs_no_file() => Assert.Null(NetworkNamespace.Own.Path);
}
