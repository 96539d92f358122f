using Weir.Policy.Compilation;

namespace Weir.Policy.Tests.Compilation;

public sealed class IdPoolTests
{
    /// <summary>A dataplane that applies a delta in any order must not see one number mean two things.</summary>
    [Fact]
    public void A_number_given_back_serves_again_only_after_the_commit()
    {
        var pool = new IdPool(reserved: 1);
        Assert.Equal((2, 3), (pool.Take(), pool.Take()));

        pool.Return(2);
        Assert.Equal(4, pool.Take());

        pool.Commit();
        Assert.Equal((2, 5), (pool.Take(), pool.Take()));
    }
}
