namespace Weir.Dataplane.Tests.Kernel;

/// <summary>What tests against the kernel need.</summary>
internal static class Needs
{
    /// <summary>Skips the test where it cannot run, and says why.</summary>
    public static void RootAndNft()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root, to make network namespaces");
        Assert.SkipUnless(Tool.Exists("nft"), "needs nft, to read the kernel's state");
        Assert.SkipUnless(Tool.Exists("ip"), "needs ip, to make network namespaces");
    }
}
