using SimAsync.NUnit;

namespace SimAsync.Examples.Docs;

/// <summary>The code in docs/time.md.</summary>
public sealed class TimeSnippets
{
    // docs: time-moves
    [Test]
    public void Time_WhileSomethingIsReady_StandsStill() => Simulation.Run(async () =>
    {
        Task night = Task.Delay(TimeSpan.FromHours(8));
        for (int i = 0; i < 1000; i++)
        {
            await Task.Yield(); // Work. Each time it goes on, something was ready.
        }

        Assert.That(Sim.Now, Is.EqualTo(TimeSpan.Zero));
        await night; // Now nothing is, and the night is over at once.
        Assert.That(Sim.Now, Is.EqualTo(TimeSpan.FromHours(8)));
    });
    // docs end

    // docs: time-equal
    [Test]
    public void Delays_OverTogether_GoOnInEitherOrder()
    {
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        ExploreReport report = Simulation.Explore(
            async () =>
            {
                string order = "";
                await Task.WhenAll(Wait("a", 10), Wait("b", 10), Wait("c", 11));
                seen.Add(order);

                async Task Wait(string who, int milliseconds)
                {
                    await Task.Delay(milliseconds);
                    order += who;
                }
            },
            new ExploreOptions { Strategy = Strategy.Exhaustive() });

        Assert.That(report.Complete);
        Assert.That(seen, Is.EqualTo(new[] { "abc", "bac" })); // Never is c before them.
    }
    // docs end

    // docs: time-provider
    [SimTest]
    public async Task Timer_OfTheProvider_IsDueToTheTick(TimeProvider time)
    {
        var due = new TaskCompletionSource<TimeSpan>();
        long begun = time.GetTimestamp();
        using ITimer timer = time.CreateTimer(_ => due.SetResult(time.GetElapsedTime(begun)), null, TimeSpan.FromTicks(15), Timeout.InfiniteTimeSpan);

        Assert.That(await due.Task, Is.EqualTo(TimeSpan.FromTicks(15)));
        Assert.That(time.GetUtcNow(), Is.EqualTo(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero) + Sim.Now));
    }

    [SimTest]
    public async Task Timer_WithoutAProvider_IsVirtualToo()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1));
        for (int i = 0; i < 60; i++)
        {
            await timer.WaitForNextTickAsync();
        }

        Assert.That(Sim.Now, Is.EqualTo(TimeSpan.FromHours(1)));
    }
    // docs end

    // docs: time-cost
    [Test]
    public void Answer_OnASlowMachine_ComesTooLate()
    {
        var options = new ExploreOptions { StepCost = new StepCost(0.05, TimeSpan.FromMilliseconds(30), TimeSpan.FromSeconds(1)) };
        Assert.That(Simulation.Explore(Ask).Failure, Is.Null);
        Assert.That(Simulation.Explore(Ask, options).Failure!.Exception, Is.TypeOf<TimeoutException>());

        static async Task Ask() => await Answer().WaitAsync(TimeSpan.FromMilliseconds(50), Sim.TimeProvider);

        static async Task Answer()
        {
            await Task.Delay(40, CancellationToken.None);
            await Task.Yield();
        }
    }
    // docs end

    // docs: time-max
    private static async Task Heartbeat_ThatNothingStops()
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(10));
        }
    }

    [Test]
    public void Heartbeat_WithMaxTime_Fails()
    {
        RunReport report = Simulation.Observe(Heartbeat_ThatNothingStops, new RunOptions { MaxTime = TimeSpan.FromMinutes(1) });

        Assert.That(report.Exception, Is.TypeOf<TimeLimitException>());
    }
    // docs end

    internal static string Max() => Simulation.Observe(Heartbeat_ThatNothingStops, new RunOptions { MaxTime = TimeSpan.FromMinutes(1) }).Exception!.Message;
}
