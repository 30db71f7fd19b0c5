namespace SimAsync.Tests.Interop;

/// <summary>A lock that outlives a run, in a static field or in the runtime itself: what a run's end cuts off leaves it as it should be.</summary>
public sealed class LocksOfManyRunsTests
{
    private static readonly string[] Kinds = ["lock", "Lock", "Monitor.Wait", "Mutex", "Semaphore", "SemaphoreSlim", "ReaderWriterLockSlim"];

    [TestCaseSource(nameof(Kinds))]
    public void Lock_OfARunThatWasCutOffAtAnyStep_ServesTheNextRun(string kind)
    {
        Action<Action> hold = Holding(kind);
        for (ulong seed = 0; seed < 20; seed++)
        {
            RunReport whole = Observe(100, Strategy.Random, seed);
            Assert.That(whole.Exception, Is.Null);
            var same = Strategy.Replay(whole.ReplayCode);
            for (int last = 1; last < whole.Steps; last++)
            {
                Assert.That(Observe(last, same).Exception, Is.TypeOf<StepLimitException>());
                RunReport next = Observe(100, same);
                Assert.That((next.Exception, next.Steps), Is.EqualTo(((Exception?)null, whole.Steps)), $"seed {seed}, after a run that was cut off after step {last}");
            }
        }

        RunReport Observe(int steps, Strategy strategy, ulong seed = 0) => Simulation.Observe(
            async () =>
            {
                int inside = 0;
                var letGo = new TaskCompletionSource();
                Task holder = Task.Run(() => hold(() => Inside(letGo.Task)));
                Task waiter = Task.Run(() => hold(() => Inside(null)));
                await Task.Delay(1);
                letGo.SetResult();
                await Task.WhenAll(holder, waiter);

                void Inside(Task? until)
                {
                    try
                    {
                        if (++inside > 1)
                        {
                            throw new FormatException("two are inside");
                        }

                        until?.Wait();
                    }
                    finally
                    {
                        inside--;
                    }
                }
            },
            new RunOptions { MaxSteps = steps, Strategy = strategy, Seed = seed });
    }

    // Where the framework waits for a lock of its own, what is thrown would leave it in disorder.
    [Test]
    public void InnerLock_LetGoAsTheRunIsCutOff_IsTaken()
    {
        int taken = 0;
        var (made, asked, seen) = (false, false, false);
        for (ulong seed = 0; seed < 20; seed++)
        {
            RunReport whole = Observe(100, Strategy.Random, seed);
            Assert.That((whole.Exception, made, seen), Is.EqualTo(((Exception?)null, true, true)));
            for (int last = 1; last < whole.Steps; last++)
            {
                Observe(last, Strategy.Replay(whole.ReplayCode));
                Assert.That(seen, Is.EqualTo(made && asked), $"seed {seed}, cut off after step {last}");
                taken += seen ? 1 : 0;
            }
        }

        Assert.That(taken, Is.GreaterThan(20));

        RunReport Observe(int steps, Strategy strategy, ulong seed = 0) => Simulation.Observe(
            async () =>
            {
                (made, asked, seen) = (false, false, false);
                var letGo = new TaskCompletionSource();
                var lazy = new Lazy<int>(() =>
                {
                    letGo.Task.Wait();
                    made = true;
                    return 1;
                });
                Task maker = Task.Run(() => lazy.Value);
                Task user = Task.Run(() =>
                {
                    asked = true;
                    seen = lazy.Value == 1;
                });
                await Task.Delay(1);
                letGo.SetResult();
                await Task.WhenAll(maker, user);
            },
            new RunOptions { MaxSteps = steps, Strategy = strategy, Seed = seed });
    }

    /// <summary>A lock of the framework's own, held by a thread that the machine took off its core, while one step of a run is blocked and another comes to the lock.</summary>
    [Test]
    public void InnerLock_HeldByAnotherThread_IsWaitedFor()
    {
        using var isHeld = new ManualResetEventSlim();
        int attempts = int.MinValue;

        RunReport whole = Observe(Strategy.InOrder);
        attempts = 0;
        RunReport report = Observe(Strategy.Replay(whole.ReplayCode));

        Assert.That(whole.Exception, Is.Null);
        Assert.That(report.Exception, Is.Null);
        Assert.That(report.IsReproducible);
        Assert.That(attempts, Is.GreaterThan(2));

        RunReport Observe(Strategy strategy) => Simulation.Observe(
            async () =>
            {
                var letGo = new TaskCompletionSource();
                Task blocked = Task.Run(() => letGo.Task.Wait());
                await Task.Yield();
                await Task.Yield();
                bool isSlow = ++attempts is 1 or 2 or 3;
                var lazy = new Lazy<int>(() =>
                {
                    isHeld.Set();
                    if (isSlow)
                    {
                        Thread.Sleep(60);
                    }

                    return 1;
                });
                if (isSlow)
                {
                    isHeld.Reset();
                    new Thread(() => _ = lazy.Value).UnsafeStart();
                    isHeld.Wait();
                }

                _ = lazy.Value;
                letGo.SetResult();
                await blocked;
            },
            new RunOptions { Strategy = strategy });
    }

    private static Action<Action> Holding(string kind)
    {
        object gate = new();
        var ownLock = new Lock();
        var mutex = new Mutex();
        var semaphore = new Semaphore(1, 1);
        var slim = new SemaphoreSlim(1);
        var readers = new ReaderWriterLockSlim();
        return kind switch
        {
            "lock" => InLock,
            "Lock" => InOwnLock,
            "Monitor.Wait" => AfterWait,
            "Mutex" => body => Between(() => mutex.WaitOne(), mutex.ReleaseMutex, body),
            "Semaphore" => body => Between(() => semaphore.WaitOne(), () => semaphore.Release(), body),
            "SemaphoreSlim" => body => Between(slim.Wait, () => slim.Release(), body),
            _ => body => Between(readers.EnterWriteLock, readers.ExitWriteLock, body),
        };

        void InLock(Action body)
        {
            lock (gate)
            {
                body();
            }
        }

        void InOwnLock(Action body)
        {
            lock (ownLock)
            {
                body();
            }
        }

        void AfterWait(Action body)
        {
            lock (gate)
            {
                Monitor.Wait(gate, 1);
                body();
            }
        }
    }

    private static void Between(Action enter, Action exit, Action body)
    {
        enter();
        try
        {
            body();
        }
        finally
        {
            exit();
        }
    }
}
