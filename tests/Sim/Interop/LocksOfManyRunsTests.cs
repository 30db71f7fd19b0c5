using System.Reflection;

namespace SimAsync.Tests.Interop;

/// <summary>A lock that outlives a run, in a static field or in the runtime itself: what a run's end cuts off leaves it as it should be.</summary>
public sealed class LocksOfManyRunsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
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

    /// <summary>The lock of the runtime's timers, held by a thread that the machine took off its core, while one step of a run is blocked and another arms a timer.</summary>
    [Test]
    public void TimersLock_HeldByAnotherThread_IsWaitedForAndServesOn()
    {
        Lock timers = LockOfTimers();
        using var isHeld = new ManualResetEventSlim();
        using var isMadeAgain = new ManualResetEventSlim();
        var holder = new Thread(() =>
        {
            lock (timers)
            {
                isHeld.Set();
                isMadeAgain.Wait();
                Thread.Sleep(50);
            }
        });
        int attempts = 0;

        RunReport report = Simulation.Observe(async () =>
        {
            var letGo = new TaskCompletionSource();
            Task blocked = Task.Run(() => letGo.Task.Wait());
            await Task.Yield();
            await Task.Yield();
            switch (++attempts)
            {
                case 1:
                    // From here on this run is one that is made again.
                    break;
                case 2:
                    holder.Start();
                    isHeld.Wait();
                    break;
                case 3:
                    isMadeAgain.Set();
                    break;
            }

            await Task.Delay(1);
            letGo.SetResult();
            await blocked;
        });

        Assert.That(report.Exception, Is.Null);
        Assert.That(report.IsReproducible);
        Assert.That(holder.Join(Patience));
        AssertServes(timers);
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
            "lock" => body =>
            {
                lock (gate)
                {
                    body();
                }
            }
            ,
            "Lock" => body =>
            {
                lock (ownLock)
                {
                    body();
                }
            }
            ,
            "Monitor.Wait" => body =>
            {
                lock (gate)
                {
                    Monitor.Wait(gate, 1);
                    body();
                }
            }
            ,
            "Mutex" => body => Between(() => mutex.WaitOne(), mutex.ReleaseMutex, body),
            "Semaphore" => body => Between(() => semaphore.WaitOne(), () => semaphore.Release(), body),
            "SemaphoreSlim" => body => Between(slim.Wait, () => slim.Release(), body),
            _ => body => Between(readers.EnterWriteLock, readers.ExitWriteLock, body),
        };
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

    // Real threads: one waits for what the other holds, and is woken.
    private static void AssertServes(Lock one)
    {
        bool isThrough = false;
        var waiter = new Thread(() =>
        {
            lock (one)
            {
                isThrough = true;
            }
        });
        lock (one)
        {
            waiter.Start();
            Assert.That(SpinWait.SpinUntil(() => (waiter.ThreadState & ThreadState.WaitSleepJoin) != 0, Patience));
        }

        Assert.That(waiter.Join(Patience) && isThrough, "the lock wakes nobody any more");
    }

    private static Lock LockOfTimers()
    {
        const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        Type queue = typeof(Timer).Assembly.GetType("System.Threading.TimerQueue", throwOnError: true)!;
        object first = ((Array)queue.GetProperty("Instances", Any)!.GetValue(null)!).GetValue(0)!;
        return (Lock)queue.GetProperty("SharedLock", Any)!.GetValue(first)!;
    }
}
