namespace SimAsync.Tests.Apis;

/// <summary>A task that is complete once it was signalled a number of times.</summary>
internal sealed class CountdownSource(int left)
{
    private readonly TaskCompletionSource source = new();
    private int left = left;

    public Task Task => source.Task;

    public void Signal()
    {
        if (Interlocked.Decrement(ref left) == 0)
        {
            source.SetResult();
        }
    }
}
