namespace SimAsync.Tests.Interop;

/// <summary>Steps that block their thread: others run meanwhile, and what lets them go is found after the step that did it.</summary>
public sealed class BlockingTests
{
    private static readonly string[] Kinds =
    [
        "Task.Wait", "Task.Result", "GetResult", "WaitAll", "WaitAny", "SemaphoreSlim", "ManualResetEventSlim", "ManualResetEvent", "AutoResetEvent", "Mutex", "Semaphore",
        "Monitor.Wait", "Barrier", "CountdownEvent", "BlockingCollection", "WaitHandle.WaitAny",
    ];

    [TestCaseSource(nameof(Kinds))]
    public void Blocked_UntilAnotherStepLetsItGo_GoesOn(string kind)
    {
        // What became ready while the other step ran was ready before what that step let go.
        Assert.That(Simulation.Run(() => BlockAndLetGo(kind)), Is.EqualTo("block, let go, after, through"));

        var logs = new HashSet<string>();
        for (ulong seed = 0; seed < 60; seed++)
        {
            logs.Add(Simulation.Run(() => BlockAndLetGo(kind), new RunOptions { Strategy = Strategy.Random, Seed = seed }));
        }

        // Each has a chance of an eighth at least, so that one of them is missed by 60 seeds has one of 3 in 1,000; the seeds are fixed.
        Assert.That(logs, Is.EquivalentTo(["block, let go, after, through", "block, let go, through, after", "let go, block, through, after", "let go, after, block, through"]));
    }

    [TestCaseSource(nameof(Kinds))]
    public void Blocked_OnThePool_IsHeldToo(string kind)
    {
        ExploreReport report = Simulation.Explore(
            async () =>
            {
                var log = new List<string>();
                var (block, letGo) = Pair(kind);
                await Task.WhenAll(
                    Task.Run(() =>
                    {
                        log.Add("block");
                        block();
                        log.Add("through");
                    }),
                    Task.Run(async () =>
                    {
                        await Task.Yield();
                        log.Add("let go");
                        letGo();
                        await Task.Yield();
                        log.Add("after");
                    }));
                if (log[0] == "block" && log[^1] == "after" && log[^2] == "through")
                {
                    throw new FormatException(string.Join(", ", log));
                }
            });

        Assert.That(report.Failure?.Exception, Is.TypeOf<FormatException>());
        Assert.That(report.Failure!.IsReproducible);
        Assert.That(report.Failure.Exception.Message, Is.EqualTo("block, let go, through, after"));
    }

    [Test]
    public void Sleep_ForReal_IsNamedWithItsLine([Values] bool onThePool)
    {
        RunReport report = Simulation.Observe(async () =>
        {
            await Task.Yield();
            if (onThePool)
            {
                await Task.Run(static () => Thread.Sleep(60_000));
            }
            else
            {
                Thread.Sleep(60_000);
            }
        });

        var blocking = report.Exception as BlockingWaitException;
        Assert.That(blocking, Is.Not.Null);
        Assert.That(blocking!.Call, Is.EqualTo("Thread.Sleep"));
        Assert.That(blocking.At!.ToString(), Does.StartWith("BlockingTests.cs:"));
        Assert.That(blocking.Message, Does.Contain("await Task.Delay"));
    }

    [Test]
    public void Spin_ThatNeverEnds_IsNamedWithItsLine()
    {
        RunReport report = Simulation.Observe(async () =>
        {
            bool set = false;
            Task other = Task.Run(() => set = true);
            SpinWait.SpinUntil(() => Volatile.Read(ref set));
            await other;
        });

        Assert.That(report.Exception, Is.TypeOf<BlockingWaitException>().With.Property("Call").EqualTo("SpinWait.SpinUntil"));
    }

    [Test]
    public void Lock_HeldByAnotherThreadForAWhile_IsWaitedFor([Values] bool onThePool)
    {
        object gate = new();
        using var held = new ManualResetEventSlim();
        var holder = new Thread(() =>
        {
            lock (gate)
            {
                held.Set();
                Thread.Sleep(20);
            }
        });
        holder.Start();
        held.Wait();
        RunReport report = Simulation.Observe(async () =>
        {
            if (onThePool)
            {
                await Task.Run(Take);
            }
            else
            {
                Take();
            }

            void Take()
            {
                lock (gate)
                {
                }
            }
        });

        holder.Join();
        Assert.That(report.Exception, Is.Null);
        Assert.That(report.IsReproducible);
    }

    // Once it is hot, a short method has no frame on the stack: it stands within the framework's that calls it back.
    [Test]
    public void Blocked_InCodeThatIsHot_IsNamedWithItsLine()
    {
        int runs = 0;
        ExploreReport report = Simulation.Explore(
            async () =>
            {
                bool isLast = ++runs > 20_000;
                using var set = new ManualResetEventSlim();
                Task waits = Task.Run(Wait);
                await Task.Yield();
                if (!isLast)
                {
                    set.Set();
                }

                await waits;

                void Wait() => set.Wait();
            },
            new ExploreOptions { Runs = 20_100 });

        Assert.That(report.Failure?.Exception, Is.TypeOf<DeadlockException>());
        Assert.That(report.Failure!.Exception.Message, Does.Contain($"waits for ManualResetEventSlim.Wait, blocking its thread, since 0 s, step 2, in BlockingTests.{nameof(Blocked_InCodeThatIsHot_IsNamedWithItsLine)}.Wait, at BlockingTests.cs:"));
    }

    [Test]
    public void Blocked_WithNothingThatLetsItGo_IsADeadlockThatNamesTheLine()
    {
        RunReport report = Simulation.Observe(async () =>
        {
            var semaphore = new SemaphoreSlim(0);
            await Task.Yield();
            semaphore.Wait();
        });

        var deadlock = report.Exception as DeadlockException;
        Assert.That(deadlock, Is.Not.Null);
        Assert.That(deadlock!.Waits.Select(static wait => wait.For), Has.Some.Contains("SemaphoreSlim.Wait"));
        Assert.That(deadlock.Waits.Select(static wait => wait.At?.ToString()), Has.Some.StartsWith("BlockingTests.cs:"));
        Assert.That(report.Stuck, Is.Empty);
    }

    [Test]
    public void Blocked_InMainAtTheEnd_EndsItsFinallyBlocks()
    {
        bool ended = false;
        RunReport report = Simulation.Observe(() =>
        {
            try
            {
                new TaskCompletionSource().Task.Wait();
            }
            finally
            {
                ended = true;
            }

            return Task.CompletedTask;
        });

        Assert.That(report.Exception, Is.TypeOf<DeadlockException>());
        Assert.That(ended);
    }

    [Test]
    public void Blocked_WhenMainHasEnded_IsEndedToo()
    {
        bool ended = false;
        RunReport report = Simulation.Observe(async Coroutine () =>
        {
            _ = Sim.CreateTask(Block());
            await Sim.Yield();

            async Coroutine Block()
            {
                try
                {
                    new ManualResetEventSlim().Wait();
                    await Sim.Yield();
                }
                finally
                {
                    ended = true;
                }
            }
        });

        Assert.That(report.Exception, Is.Null);
        Assert.That(ended);
    }

    [TestCase(100)]
    [TestCase(12345)]
    public void Blocked_WithATimeout_TakesVirtualTime(int milliseconds)
    {
        RunReport report = Simulation.Observe(() =>
        {
            object gate = new();
            lock (gate)
            {
                Assert.That(Monitor.Wait(gate, milliseconds), Is.False);
            }

            Assert.That(new ManualResetEvent(false).WaitOne(milliseconds), Is.False);
            return Task.CompletedTask;
        });

        Assert.That(report.Exception, Is.Null);
        Assert.That(report.Time, Is.EqualTo(TimeSpan.FromMilliseconds(2 * milliseconds)));
    }

    [Test]
    public void Lock_HeldAcrossABlockingWait_IsWaitedForByOthers()
    {
        var logs = new HashSet<string>();
        for (ulong seed = 0; seed < 30; seed++)
        {
            logs.Add(Simulation.Run(
                async () =>
                {
                    var log = new List<string>();
                    object gate = new();
                    var released = new TaskCompletionSource();
                    Task holder = Hold();
                    Task other = Other();
                    await Task.Yield();
                    released.SetResult();
                    await Task.WhenAll(holder, other);
                    return string.Join(", ", log);

                    async Task Hold()
                    {
                        await Task.Yield();
                        lock (gate)
                        {
                            log.Add("held");
                            released.Task.Wait();
                            log.Add("released");
                        }
                    }

                    async Task Other()
                    {
                        await Task.Yield();
                        lock (gate)
                        {
                            log.Add("other");
                        }
                    }
                },
                new RunOptions { Strategy = Strategy.Random, Seed = seed }));
        }

        Assert.That(logs, Is.EquivalentTo(["held, released, other", "other, held, released"]));
    }

    [Test]
    public void Blocked_LocksTakenInOppositeOrders_DeadlockIsFoundAndShrunk()
    {
        ExploreReport report = Simulation.Explore(async () =>
        {
            using var first = new SemaphoreSlim(1);
            using var second = new SemaphoreSlim(1);
            await Task.WhenAll(Both(first, second), Both(second, first));

            static async Task Both(SemaphoreSlim one, SemaphoreSlim two)
            {
                await Task.Yield();
                one.Wait();
                await Task.Yield();
                two.Wait();
                two.Release();
                one.Release();
            }
        });

        Assert.That(report.Failure?.Exception, Is.TypeOf<DeadlockException>());
        Assert.That(report.Failure!.IsReproducible);
    }

    private static async Task<string> BlockAndLetGo(string kind)
    {
        var log = new List<string>();
        var (block, letGo) = Pair(kind);
        Task blocked = Blocked();
        Task other = Other();
        await Task.WhenAll(blocked, other);
        return string.Join(", ", log);

        async Task Blocked()
        {
            await Task.Yield();
            log.Add("block");
            block();
            log.Add("through");
        }

        async Task Other()
        {
            await Task.Yield();
            await Task.Yield();
            log.Add("let go");
            letGo();
            await Task.Yield();
            log.Add("after");
        }
    }

    private static (Action Block, Action LetGo) Pair(string kind)
    {
        var source = new TaskCompletionSource<int>();
        object gate = new();
        bool isSet = false;
        switch (kind)
        {
            case "Task.Wait": return (() => source.Task.Wait(), () => source.SetResult(1));
            case "Task.Result": return (() => _ = source.Task.Result, () => source.SetResult(1));
            case "GetResult": return (() => source.Task.GetAwaiter().GetResult(), () => source.SetResult(1));
            case "WaitAll": return (() => Task.WaitAll(source.Task, Task.CompletedTask), () => source.SetResult(1));
            case "WaitAny": return (() => Task.WaitAny(source.Task, new TaskCompletionSource().Task), () => source.SetResult(1));
            case "SemaphoreSlim":
                var slim = new SemaphoreSlim(0);
                return (slim.Wait, () => slim.Release());
            case "ManualResetEventSlim":
                var slimEvent = new ManualResetEventSlim();
                return (slimEvent.Wait, slimEvent.Set);
            case "ManualResetEvent":
                var manual = new ManualResetEvent(false);
                return (() => manual.WaitOne(), () => manual.Set());
            case "AutoResetEvent":
                var auto = new AutoResetEvent(false);
                return (() => auto.WaitOne(), () => auto.Set());
            case "Mutex":
                // A step cannot hold a mutex for the next, so one that waits for it waits for another blocked one: see below.
                var mutex = new Mutex();
                var auto2 = new AutoResetEvent(false);
                return (() => { WaitHandle.WaitAll([mutex, auto2]); mutex.ReleaseMutex(); }, () => auto2.Set());
            case "Semaphore":
                var semaphore = new Semaphore(0, 1);
                return (() => semaphore.WaitOne(), () => semaphore.Release());
            case "Monitor.Wait":
                return (
                    () =>
                    {
                        lock (gate)
                        {
                            while (!isSet)
                            {
                                Monitor.Wait(gate);
                            }
                        }
                    },
                    () =>
                    {
                        lock (gate)
                        {
                            isSet = true;
                            Monitor.Pulse(gate);
                        }
                    }
                );
            case "Barrier":
                var barrier = new Barrier(2);
                return (barrier.SignalAndWait, () => barrier.RemoveParticipant());
            case "CountdownEvent":
                var countdown = new CountdownEvent(1);
                return (countdown.Wait, () => countdown.Signal());
            case "BlockingCollection":
                var collection = new System.Collections.Concurrent.BlockingCollection<int>();
                return (() => collection.Take(), () => collection.Add(1));
            case "WaitHandle.WaitAny":
                var two = new[] { new AutoResetEvent(false), new AutoResetEvent(false) };
                return (() => WaitHandle.WaitAny(two), () => two[1].Set());
            default: throw new ArgumentException(kind);
        }
    }
}
