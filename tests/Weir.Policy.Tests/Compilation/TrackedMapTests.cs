using CsCheck;
using Weir.Policy.Compilation;

namespace Weir.Policy.Tests.Compilation;

public sealed class TrackedMapTests
{
    [Fact]
    public void A_commit_says_how_the_map_differs_from_the_last_commit_each_key_once() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 3]).Array[1, 60].Sample(steps =>
        {
            var map = new TrackedMap<int, int>();
            var (now, committed) = (new Dictionary<int, int>(), new Dictionary<int, int>());
            var count = 0;
            foreach (var (key, value) in steps)
            {
                if (value == 0)
                {
                    now.Remove(key);
                    map.Remove(key);
                }
                else
                {
                    now[key] = value;
                    map.Set(key, value);
                }

                Assert.Equal(now, map.Items);
                Assert.Equal(now.Count, map.Count);
                if (++count % 7 != 0) continue;

                var edits = map.Commit();
                Assert.Equal(edits.Count, edits.DistinctBy(edit => edit.Key).Count());
                var expected = now.Keys.Union(committed.Keys).Where(k => !Same(k)).Order();
                Assert.Equal(expected, edits.Select(edit => edit.Key).Order());
                Assert.All(edits, edit =>
                {
                    Assert.Equal((edit.Had, edit.Old), (committed.TryGetValue(edit.Key, out var old), old));
                    Assert.Equal((edit.Has, edit.New), (now.TryGetValue(edit.Key, out var has), has));
                });
                committed = new(now);
            }

            bool Same(int key) => now.TryGetValue(key, out var a) == committed.TryGetValue(key, out var b) && a == b;
        });

    [Fact]
    public void Changes_that_cancel_each_other_leave_no_trace()
    {
        var map = new TrackedMap<string, int>();
        map.Set("kept", 1);
        map.Commit();

        map.Set("kept", 2);
        map.Set("kept", 1);
        map.Remove("kept");
        map.Set("kept", 1);
        map.Set("new", 1);
        map.Remove("new");
        map.Remove("never there");
        Assert.Empty(map.Commit());
    }
}
