using Weir.Policy.Compilation;

namespace Weir.Dataplane.Nftables.Layout;

/// <summary>
/// How classes and port tables are written in the 32 bits that travel through the look-ups. A look-up that misses ends its rule and
/// leaves the register as it was; so the two kinds of ids come from disjoint halves, and what one look-up left can never be found by
/// the next but one.
/// <code>
///   0                         no class yet, and class 0: an address that matches nothing
///   1 .. 7fff:fffe            peer class
///   7fff:ffff                 "class 0, and do not ask the ranges": only in the peers maps
///   8000:1 .. ffff:ffff       port table 1 .. 7fff:ffff; 8000:1 is everything
/// </code>
/// </summary>
internal static class ScratchRegister
{
    public const uint None = 0;

    public const uint ExplicitNone = 0x7FFF_FFFF;

    public const uint Everything = PortTableBit | 1;

    public const int MaxPeerClass = (int)ExplicitNone - 1;

    private const uint PortTableBit = 0x8000_0000;

    /// <summary>A class as the value of a range, or as part of the key of a row.</summary>
    public static uint Of(PeerClassId peerClass) => (uint)peerClass.Value;

    /// <summary>A class as the value of a peer's own address, which beats the range that holds it even where it is class 0.</summary>
    public static uint OfPeer(PeerClassId peerClass) => peerClass.Value == 0 ? ExplicitNone : (uint)peerClass.Value;

    public static uint Of(PortTableId table) => PortTableBit | (uint)table.Value;
}
