namespace SimAsync.Examples.Docs;

/// <summary>The code in docs/limits.md.</summary>
public sealed class LimitsSnippets
{
    // docs: limits-sleep
    private static async Task Retry_ThatSleeps()
    {
        await Task.Yield();
        Thread.Sleep(1000);
    }
    // docs end

    // docs: limits-clock
    private static async Task Poll_UntilADeadline()
    {
        DateTime deadline = DateTime.UtcNow.AddSeconds(5);
        while (DateTime.UtcNow < deadline)
        {
            await Task.Delay(100);
        }
    }
    // docs end

    // docs: limits-bound-thread
    [Test]
    public void Monitor_HeldAcrossAnAwait_IsNotNoticed() => Simulation.Run(async () =>
    {
        object gate = new();
        Monitor.Enter(gate);
        await Task.Delay(10).ConfigureAwait(false); // On the pool this goes on in another thread, which does not hold the lock.
        Monitor.Exit(gate);
    });
    // docs end

    // docs: limits-foreign
    [Test]
    public void Thread_Allowed_IsWaitedFor()
    {
        RunReport report = Simulation.Observe(AskAnotherThread, new RunOptions { ForeignThreads = true });

        Assert.That(report.Value, Is.EqualTo("answered"));
        Assert.That(report.IsReproducible, Is.False);

        static async Task<string> AskAnotherThread()
        {
            var answer = new TaskCompletionSource<string>();
            new Thread(() => answer.SetResult("answered")).Start();
            return await answer.Task;
        }
    }
    // docs end

    // docs: limits-attempts
    [Test]
    public void Explore_CountedInside_CountsAttempts()
    {
        int calls = 0;
        ExploreReport report = Simulation.Explore(
            async () =>
            {
                calls++; // Better: in the report, or in what the test returns.
                await Task.Yield();
            },
            new ExploreOptions { Runs = 500 });

        Assert.That(report.Runs, Is.EqualTo(500));
        Assert.That(calls, Is.GreaterThan(500)); // At least the first run, and the 251st, were made twice.
    }
    // docs end

    internal static string Sleep() => Simulation.Observe(Retry_ThatSleeps).Exception!.Message;

    internal static string Clock() => Simulation.Observe(Poll_UntilADeadline, new RunOptions { MaxTime = TimeSpan.FromMinutes(1) }).Exception!.Message;
}
