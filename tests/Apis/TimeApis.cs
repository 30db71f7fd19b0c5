using Timer = System.Threading.Timer;

namespace SimAsync.Tests.Apis;

/// <summary>What waits for time: with a <see cref="TimeProvider"/> and without.</summary>
internal static class TimeApis
{
    public static ApiRow[] Rows =>
    [
        new("Task.Delay, two due together", DelaysTogether, true, "a b @10", "b a @10"),
        new("Task.Delay, 10 s and 10 ms", LongAndShort, true, "short long @10000"),
        new("Task.Delay, and a token's timeout sooner", StoppedByToken, true, "cancelled @3000"),
        new("Task.Delay, and a token's timeout at once", DelayAgainstToken, true, "cancelled @100", "done @100"),
        new("Task.Delay, cancelled by a step", CancelledDelay, true, "cancelled @20", "done @20"),
        new("Task.WaitAsync with a timeout", WaitAsync, true, "TimeoutException @100", "done @100"),
        new("Task.WaitAsync with a token", WaitAsyncToken, true, "cancelled @100", "done @100"),
        new("CancelAfter", CancelAfter, true, "cancelled @100", "done @100"),
        new("CancelAfter, armed again", CancelAfterAgain, true, "cancelled @250", "done @250"),
        new("CancelAfter, disarmed", CancelAfterDisarmed, true, "done @100"),
        new("CancellationTokenSource, linked", Linked, true, "first @50", "second @50"),
        new("CancellationTokenSource.TryReset", TryReset, "reset @40"),
        new("Timer, two due together", Timers, true, "a b @30", "b a @30"),
        new("Timer, periodic", PeriodicallyTimed, true, "tick@10 tick@20 tick@30 @30", "tick@10 tick@20 @30"),
        new("Timer.Change", TimerChange, true, "changed tick@30 tick@130 @200", "tick@30 changed tick@130 @200"),
        new("Timer.Dispose", TimerDispose, true, "disposed @200", "tick disposed @200"),
        new("PeriodicTimer", PeriodicTimers, true, "tick@20 tick@40 disposed @60", "tick@20 tick@40 tick@60 disposed @60"),
        new("PeriodicTimer, cancelled", PeriodicCancelled, true, "tick cancelled @40", "tick tick cancelled @40"),
        new("TimeProvider.GetUtcNow, GetTimestamp", Clocks, "2000-01-01T00:00:01.5000000Z 00:00:01.5000000 @1500"),
        new("SemaphoreSlim.WaitAsync with a timeout", SemaphoreTimeout, "False @50", "True @50"),
        new("System.Timers.Timer", TimersTimer, "stopped @50", "elapsed stopped @50"),
        new("Task.WhenAny of a delay and work", WhenAnyOfDelay, true, "delay @50", "work @50"),
        new("Task.Delay(0), Task.Delay(1)", ShortDelays, true, "zero one @1"),
    ];

    private static async Task<string> DelaysTogether(TimeProvider? time)
    {
        var race = new Race();
        return await race.End(race.Then(Race.Delay(10, time), "a"), race.Then(Race.Delay(10, time), "b"));
    }

    private static async Task<string> LongAndShort(TimeProvider? time)
    {
        var race = new Race();
        return await race.End(race.Then(Race.Delay(10_000, time), "long"), race.Then(Race.Delay(10, time), "short"));
    }

    private static async Task<string> StoppedByToken(TimeProvider? time)
    {
        var race = new Race();
        using CancellationTokenSource source = Race.Timeout(3000, time);
        return await race.End(race.Then(Race.Delay(5000, time, source.Token), "done"));
    }

    private static async Task<string> DelayAgainstToken(TimeProvider? time)
    {
        var race = new Race();
        using CancellationTokenSource source = Race.Timeout(100, time);
        return await race.End(race.Then(Race.Delay(100, time, source.Token), "done"));
    }

    private static async Task<string> CancelledDelay(TimeProvider? time)
    {
        var race = new Race();
        using var source = new CancellationTokenSource();
        return await race.End(race.Then(Race.Delay(20, time, source.Token), "done"), Cancel());

        async Task Cancel()
        {
            await Race.Delay(20, time);
            source.Cancel();
        }
    }

    private static async Task<string> WaitAsync(TimeProvider? time)
    {
        var race = new Race();
        Task work = Race.Delay(100, time);
        return await race.End(race.Then(time is null ? work.WaitAsync(TimeSpan.FromMilliseconds(100)) : work.WaitAsync(TimeSpan.FromMilliseconds(100), time), "done"), work);
    }

    private static async Task<string> WaitAsyncToken(TimeProvider? time)
    {
        var race = new Race();
        using CancellationTokenSource source = Race.Timeout(100, time);
        Task work = Race.Delay(100, time);
        return await race.End(race.Then(work.WaitAsync(source.Token), "done"), work);
    }

    private static async Task<string> CancelAfter(TimeProvider? time)
    {
        var race = new Race();
        using CancellationTokenSource source = Race.Timeout(-1, time);
        source.CancelAfter(100);
        return await race.End(race.Then(Race.Delay(100, time, source.Token), "done"));
    }

    private static async Task<string> CancelAfterAgain(TimeProvider? time)
    {
        var race = new Race();
        using CancellationTokenSource source = Race.Timeout(100, time);
        await Race.Delay(50, time);
        source.CancelAfter(200);
        return await race.End(race.Then(Race.Delay(200, time, source.Token), "done"));
    }

    private static async Task<string> CancelAfterDisarmed(TimeProvider? time)
    {
        var race = new Race();
        using CancellationTokenSource source = Race.Timeout(60, time);
        return await race.End(race.Then(Race.Delay(100, time, source.Token), "done"), Disarm());

        async Task Disarm()
        {
            await Race.Delay(40, time);
            source.CancelAfter(Timeout.Infinite);
        }
    }

    private static async Task<string> Linked(TimeProvider? time)
    {
        var race = new Race();
        using CancellationTokenSource first = Race.Timeout(50, time);
        using CancellationTokenSource second = Race.Timeout(50, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(first.Token, second.Token);
        using CancellationTokenRegistration _ = linked.Token.Register(() => race.Add(first.IsCancellationRequested ? "first" : "second"));
        await Task.WhenAny(Race.Delay(-1, time, linked.Token));
        return race.ToString();
    }

    private static async Task<string> TryReset()
    {
        using var source = new CancellationTokenSource(50);
        await Task.Delay(40);
        return source.TryReset() ? "reset" : "cancelled";
    }

    private static async Task<string> Timers(TimeProvider? time)
    {
        var race = new Race();
        var both = new CountdownSource(2);
        await using var a = Create("a");
        await using var b = Create("b");
        return await race.End(both.Task);

        IAsyncDisposable Create(string name) => NewTimer(time, () =>
        {
            race.Add(name);
            both.Signal();
        }, 30, Timeout.Infinite);
    }

    private static async Task<string> PeriodicallyTimed(TimeProvider? time)
    {
        var race = new Race();
        await using (NewTimer(time, () => race.Add($"tick@{Sim.Now.TotalMilliseconds}"), 10, 10))
        {
            await Race.Delay(30, time);
        }

        return race.ToString();
    }

    private static async Task<string> TimerChange(TimeProvider? time)
    {
        var race = new Race();
        Action tick = () => race.Add($"tick@{Sim.Now.TotalMilliseconds}");
        Func<int, bool> change;
        IAsyncDisposable disposable;
        if (time is null)
        {
            var timer = new Timer(_ => tick(), null, 30, Timeout.Infinite);
            (change, disposable) = (due => timer.Change(due, Timeout.Infinite), timer);
        }
        else
        {
            ITimer timer = time.CreateTimer(_ => tick(), null, TimeSpan.FromMilliseconds(30), Timeout.InfiniteTimeSpan);
            (change, disposable) = (due => timer.Change(TimeSpan.FromMilliseconds(due), Timeout.InfiniteTimeSpan), timer);
        }

        await Race.Delay(30, time);
        change(100);
        race.Add("changed");
        await Race.Delay(170, time);
        await disposable.DisposeAsync();
        return race.ToString();
    }

    private static async Task<string> TimerDispose(TimeProvider? time)
    {
        var race = new Race();
        IAsyncDisposable timer = NewTimer(time, () => race.Add("tick"), 100, Timeout.Infinite);
        await Race.Delay(100, time);
        await timer.DisposeAsync();
        race.Add("disposed");
        await Race.Delay(100, time);
        return race.ToString();
    }

    private static async Task<string> PeriodicTimers(TimeProvider? time)
    {
        var race = new Race();
        using PeriodicTimer timer = NewPeriodicTimer(time, 20);
        return await race.End(Tick(), Dispose());

        async Task Tick()
        {
            while (await timer.WaitForNextTickAsync())
            {
                race.Add($"tick@{Sim.Now.TotalMilliseconds}");
            }

            race.Add("disposed");
        }

        async Task Dispose()
        {
            await Race.Delay(60, time);
            timer.Dispose();
        }
    }

    private static async Task<string> PeriodicCancelled(TimeProvider? time)
    {
        var race = new Race();
        using PeriodicTimer timer = NewPeriodicTimer(time, 20);
        using CancellationTokenSource source = Race.Timeout(40, time);
        return await race.End(race.Then(Tick(), "never"));

        async Task Tick()
        {
            while (await timer.WaitForNextTickAsync(source.Token))
            {
                race.Add("tick");
            }
        }
    }

    private static async Task<string> Clocks()
    {
        TimeProvider time = Sim.TimeProvider;
        long before = time.GetTimestamp();
        await Task.Delay(1500);
        return $"{time.GetUtcNow().UtcDateTime:O} {time.GetElapsedTime(before):c}";
    }

    private static async Task<string> SemaphoreTimeout()
    {
        using var semaphore = new SemaphoreSlim(0);
        Task release = Release();
        bool got = await semaphore.WaitAsync(50);
        await release;
        return got.ToString();

        async Task Release()
        {
            await Task.Delay(50);
            semaphore.Release();
        }
    }

    private static async Task<string> TimersTimer()
    {
        var race = new Race();
        using var timer = new System.Timers.Timer(50) { AutoReset = false };
        timer.Elapsed += (_, _) => race.Add("elapsed");
        timer.Start();
        await Task.Delay(50);
        timer.Stop();
        race.Add("stopped");
        return race.ToString();
    }

    private static async Task<string> WhenAnyOfDelay(TimeProvider? time)
    {
        Task delay = Race.Delay(50, time);
        Task work = Work();
        string winner = await Task.WhenAny(work, delay) == delay ? "delay" : "work";
        await work;
        return winner;

        async Task Work()
        {
            await Race.Delay(50, time);
        }
    }

    private static async Task<string> ShortDelays(TimeProvider? time)
    {
        var race = new Race();
        return await race.End(race.Then(Race.Delay(1, time), "one"), race.Then(Race.Delay(0, time), "zero"));
    }

    private static IAsyncDisposable NewTimer(TimeProvider? time, Action callback, int due, int period) => time is null
        ? new Timer(_ => callback(), null, due, period)
        : time.CreateTimer(_ => callback(), null, TimeSpan.FromMilliseconds(due), TimeSpan.FromMilliseconds(period));

    private static PeriodicTimer NewPeriodicTimer(TimeProvider? time, int period) =>
        time is null ? new PeriodicTimer(TimeSpan.FromMilliseconds(period)) : new PeriodicTimer(TimeSpan.FromMilliseconds(period), time);
}
