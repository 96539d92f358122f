namespace Weir.Lab.Linux;

internal static class DedicatedThread
{
    /// <summary>Runs code on a thread of its own; the caller goes on elsewhere.</summary>
    public static Task<T> RunAsync<T>(string name, Func<T> work)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                result.SetResult(work());
            }
            catch (Exception exception)
            {
                result.SetException(exception);
            }
        })
        {
            Name = name,
            IsBackground = true,
        }.Start();
        return result.Task;
    }
}
