namespace Weir.Dataplane.Nftables.Expressions;

/// <summary>
/// Registers hold 16 bytes each, or four parts of 4 bytes: <see cref="R1"/> is the first 16 bytes, and <see cref="Part"/> counts 4-byte
/// parts from its start. A concatenation occupies consecutive parts.
/// </summary>
internal static class Register
{
    public const uint Verdict = 0;
    public const uint R1 = 1;

    private const uint FirstPart = 8;

    /// <param name="index">0 to 15; part 0 is the start of <see cref="R1"/>.</param>
    public static uint Part(int index) => index == 0 ? R1 : FirstPart + (uint)index;
}
