namespace SimAsync.Tests.Interop;

/// <summary>Timers that the code under test arms, with a <see cref="TimeProvider"/> and without: both are due in virtual time.</summary>
public sealed class TimerTests
{
    private static readonly string[] Delays = ["Task.Delay", "token", "CancelAfter", "re-armed", "Timer", "Timer.Change", "PeriodicTimer", "WaitAsync", "semaphore", "Timers.Timer", "semaphore, blocking"];

    [Test]
    public void Delay_OfEachKind_EndsAtItsInstant([ValueSource(nameof(Delays))] string kind, [Values] bool given, [Values(3, 99, 86_400_000)] int milliseconds)
    {
        if (given && kind is "semaphore" or "Timers.Timer" or "semaphore, blocking")
        {
            Assert.Ignore("It takes no TimeProvider.");
        }

        if (kind == "semaphore, blocking" && milliseconds < 1000)
        {
            Assert.Ignore("Before it blocks it spins for some microseconds of real time, on a busy machine for much longer, and may find that its time is over.");
        }

        RunReport report = Simulation.Observe(async () =>
        {
            await Sim.Sleep(1);
            await Pass(kind, given ? Sim.TimeProvider : TimeProvider.System, milliseconds);
            return Sim.Now;
        });

        Assert.That(report.Exception, Is.Null);
        Assert.That(report.Value, Is.EqualTo(TimeSpan.FromMilliseconds(1 + milliseconds)));
    }

    [Test]
    public void Delays_OfDifferentLength_NeverEndInTheWrongOrder([Values] bool given)
    {
        for (ulong seed = 0; seed < 100; seed++)
        {
            string order = Simulation.Run(
                async () =>
                {
                    TimeProvider time = given ? Sim.TimeProvider : TimeProvider.System;
                    var log = new List<string>();
                    await Task.WhenAll(Wait(10_000), Wait(10), Wait(200), Task.Run(() => Wait(11)));
                    return string.Join(' ', log);

                    async Task Wait(int milliseconds)
                    {
                        await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), time);
                        log.Add($"{milliseconds}@{Sim.Now.TotalMilliseconds}");
                    }
                },
                new RunOptions { Strategy = Strategy.Random, Seed = seed });
            Assert.That(order, Is.EqualTo("10@10 11@11 200@200 10000@10000"));
        }
    }

    [Test]
    public void Delays_OfTheSameLength_EndInEitherOrder([Values] bool given)
    {
        var orders = new HashSet<string>();
        for (ulong seed = 0; seed < 40; seed++)
        {
            orders.Add(Simulation.Run(
                async () =>
                {
                    TimeProvider time = given ? Sim.TimeProvider : TimeProvider.System;
                    var log = new List<string>();
                    await Task.WhenAll(Wait("a"), Wait("b"));
                    return string.Join(' ', log);

                    async Task Wait(string name)
                    {
                        await Task.Delay(TimeSpan.FromMilliseconds(50), time);
                        log.Add(name);
                    }
                },
                new RunOptions { Strategy = Strategy.Random, Seed = seed }));
        }

        Assert.That(orders, Is.EquivalentTo(["a b", "b a"]));
    }

    [Test]
    public void Token_ThatTimesOutAt3s_StopsADelayOf5sThen([Values] bool given)
    {
        RunReport report = Simulation.Observe(async () =>
        {
            TimeProvider time = given ? Sim.TimeProvider : TimeProvider.System;
            using var source = new CancellationTokenSource(TimeSpan.FromSeconds(3), time);
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(5), time, source.Token);
            }
            catch (OperationCanceledException)
            {
                return Sim.Now;
            }

            return TimeSpan.Zero;
        });

        Assert.That(report.Value, Is.EqualTo(TimeSpan.FromSeconds(3)));
    }

    [Test]
    public void Disarmed_OrDisposed_MovesNoTime([Values] bool given, [Values("dispose", "change", "cancel")] string how)
    {
        RunReport report = Simulation.Observe(async () =>
        {
            TimeProvider time = given ? Sim.TimeProvider : TimeProvider.System;
            bool fired = false;
            ITimer timer = time.CreateTimer(_ => fired = true, null, TimeSpan.FromSeconds(100), Timeout.InfiniteTimeSpan);
            using var source = new CancellationTokenSource(TimeSpan.FromSeconds(100), time);
            await Task.Delay(TimeSpan.FromSeconds(1), time);
            switch (how)
            {
                case "dispose": timer.Dispose(); source.Dispose(); break;
                case "change": timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan); source.CancelAfter(Timeout.Infinite); break;
                default: await timer.DisposeAsync(); source.Cancel(); break;
            }

            Assert.That(fired, Is.False);
            await new TaskCompletionSource().Task;
        });

        Assert.That(report.Exception, Is.TypeOf<DeadlockException>());
        Assert.That(report.Time, Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public void RealTimers_DueAtOnce_AreNotFiredByRealThreads()
    {
        for (int repeat = 0; repeat < 1000; repeat++)
        {
            RunReport report = Simulation.Observe(async () =>
            {
                var log = new List<int>();
                var source = new TaskCompletionSource();
                using var timer = new Timer(_ => log.Add(0), null, 0, 1);
                using var other = new Timer(_ => source.TrySetResult(), null, 1, Timeout.Infinite);
                Thread.SpinWait(repeat % 300 * 20); // Real time passes, as much as a step takes.
                log.Add(1);
                await source.Task;
                return string.Join(' ', log);
            });

            Assert.That(report.Exception, Is.Null);
            Assert.That(report.Value, Is.EqualTo("1 0 0").Or.EqualTo("1 0"));
            Assert.That(report.IsReproducible);
        }
    }

    [Test]
    public void RealTimers_AfterTheRun_NoneIsLeft()
    {
        long before = Timer.ActiveCount;
        Simulation.Run(async () =>
        {
            for (int i = 0; i < 1000; i++)
            {
                _ = Task.Delay(100_000 + i);
            }

            await Task.Delay(1);
            _ = Task.Delay(5);
        });

        // Others in the process may arm a few meanwhile.
        Assert.That(Timer.ActiveCount - before, Is.LessThan(500));
    }

    [Test]
    public void TimeProvider_ItsClocks_AgreeWithVirtualTime()
    {
        Simulation.Run(async () =>
        {
            TimeProvider time = Sim.TimeProvider;
            DateTimeOffset start = time.GetUtcNow();
            long stamp = time.GetTimestamp();
            Assert.That(start, Is.EqualTo(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero)));
            await Sim.Sleep(TimeSpan.FromTicks(12_345_678));
            Assert.That(time.GetUtcNow() - start, Is.EqualTo(TimeSpan.FromTicks(12_345_678)));
            Assert.That(time.GetElapsedTime(stamp), Is.EqualTo(TimeSpan.FromTicks(12_345_678)));
            Assert.That(Sim.Now, Is.EqualTo(TimeSpan.FromTicks(12_345_678)));
            Assert.That(time.LocalTimeZone, Is.EqualTo(TimeZoneInfo.Utc));
        });
    }

    [Test]
    public void CreateTimer_BadArguments_AreRefused()
    {
        Simulation.Run(() =>
        {
            TimeProvider time = Sim.TimeProvider;
            Assert.That(() => time.CreateTimer(null!, null, TimeSpan.Zero, TimeSpan.Zero), Throws.ArgumentNullException);
            Assert.That(() => time.CreateTimer(static _ => { }, null, TimeSpan.FromMilliseconds(-2), TimeSpan.Zero), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => time.CreateTimer(static _ => { }, null, TimeSpan.Zero, TimeSpan.FromDays(50)), Throws.InstanceOf<ArgumentOutOfRangeException>());
            ITimer timer = time.CreateTimer(static _ => { }, null, TimeSpan.FromSeconds(1), TimeSpan.Zero);
            timer.Dispose();
            timer.Dispose();
            Assert.That(timer.Change(TimeSpan.Zero, TimeSpan.Zero), Is.False);
            return Task.CompletedTask;
        });
    }

    private static async Task Pass(string kind, TimeProvider time, int milliseconds)
    {
        TimeSpan delay = TimeSpan.FromMilliseconds(milliseconds);
        switch (kind)
        {
            case "Task.Delay":
                await Task.Delay(delay, time);
                break;
            case "token":
                using (var source = new CancellationTokenSource(delay, time))
                {
                    await Cancelled(source.Token);
                }

                break;
            case "CancelAfter":
                using (var source = new CancellationTokenSource(TimeSpan.FromDays(20), time))
                {
                    source.CancelAfter(delay);
                    await Cancelled(source.Token);
                }

                break;
            case "re-armed":
                using (var source = new CancellationTokenSource(delay + delay, time))
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(1), time);
                    source.CancelAfter(Timeout.Infinite);
                    await Task.Delay(TimeSpan.FromMilliseconds(1), time);
                    source.CancelAfter(delay - TimeSpan.FromMilliseconds(2));
                    await Cancelled(source.Token);
                }

                break;
            case "Timer":
                var due = new TaskCompletionSource();
                await using (time.CreateTimer(_ => due.SetResult(), null, delay, Timeout.InfiniteTimeSpan))
                {
                    await due.Task;
                }

                break;
            case "Timer.Change":
                int ticks = 0;
                var third = new TaskCompletionSource();
                await using (ITimer timer = time.CreateTimer(_ => { if (++ticks == 3) { third.SetResult(); } }, null, delay * 5, delay))
                {
                    timer.Change(delay / 3, delay / 3);
                    await third.Task;
                }

                break;
            case "PeriodicTimer":
                using (var timer = new PeriodicTimer(delay, time))
                {
                    await timer.WaitForNextTickAsync();
                }

                break;
            case "WaitAsync":
                try
                {
                    await new TaskCompletionSource().Task.WaitAsync(delay, time);
                }
                catch (TimeoutException)
                {
                }

                break;
            case "semaphore":
                Assert.That(await new SemaphoreSlim(0).WaitAsync(milliseconds), Is.False);
                break;
            case "semaphore, blocking":
                Assert.That(new SemaphoreSlim(0).Wait(milliseconds), Is.False);
                break;
            case "Timers.Timer":
                var elapsed = new TaskCompletionSource();
                using (var timer = new System.Timers.Timer(milliseconds))
                {
                    timer.Elapsed += (_, _) => elapsed.TrySetResult();
                    timer.Start();
                    await elapsed.Task;
                }

                break;
            default: throw new ArgumentException(kind);
        }
    }

    private static async Task Cancelled(CancellationToken token)
    {
        var source = new TaskCompletionSource();
        await using (token.Register(source.SetResult))
        {
            await source.Task;
        }
    }
}
