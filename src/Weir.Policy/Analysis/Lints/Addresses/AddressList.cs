using Weir.Policy.Addresses;

namespace Weir.Policy.Analysis.Lints.Addresses;

/// <summary>Addresses, sorted, to be asked which of them a block holds.</summary>
internal sealed class AddressList(IEnumerable<IP> addresses)
{
    private readonly IP[] sorted = [.. addresses.Order()];

    /// <summary>The number of the first address in the block, in ascending order; null: none.</summary>
    public int? First(Cidr block)
    {
        var index = Array.BinarySearch(sorted, block.First);
        if (index < 0) index = ~index;
        while (index > 0 && sorted[index - 1] == block.First) index--;
        return index < sorted.Length && block.Contains(sorted[index]) ? index : null;
    }
}
