namespace SimAsync.Tests.Apis;

/// <summary>What the programs of the table share: a log of what happened, and the same wait with a time provider and without.</summary>
internal sealed class Race
{
    private readonly List<string> log = [];

    public void Add(string what) => log.Add(what);

    /// <summary>Waits for all, and tells what happened.</summary>
    public async Task<string> End(params Task[] tasks)
    {
        await Task.WhenAll(tasks);
        return ToString();
    }

    /// <summary>Adds <paramref name="what"/> as soon as the task has ended, or what it failed with.</summary>
    public async Task Then(Task task, string what)
    {
        try
        {
            await task;
            Add(what);
        }
        catch (Exception exception)
        {
            Add(exception is OperationCanceledException ? "cancelled" : exception.GetType().Name);
        }
    }

    public static Task Delay(int milliseconds, TimeProvider? time, CancellationToken token = default) =>
        time is null ? Task.Delay(milliseconds, token) : Task.Delay(TimeSpan.FromMilliseconds(milliseconds), time, token);

    public static CancellationTokenSource Timeout(int milliseconds, TimeProvider? time) =>
        time is null ? new CancellationTokenSource(milliseconds) : new CancellationTokenSource(TimeSpan.FromMilliseconds(milliseconds), time);

    public override string ToString() => string.Join(' ', log);
}
