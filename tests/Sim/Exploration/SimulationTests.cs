namespace SimAsync.Tests.Exploration;

public sealed class SimulationTests
{
    private static readonly AsyncLocal<string?> Local = new();

    [Test]
    public void Run_EachFormOfMain_GivesItsValue()
    {
        Simulation.Run(async () => await Task.Yield());
        Simulation.Run(async Coroutine () => await Sim.Yield());
        Assert.That(Simulation.Run(async () => await Task.FromResult(1)), Is.EqualTo(1));
        Assert.That(Simulation.Run(async Coroutine<int> () => await Sim.Sleep(TimeSpan.FromDays(1), 2)), Is.EqualTo(2));
        Assert.That(() => Simulation.Run(static Task () => throw new FormatException()), Throws.TypeOf<FormatException>());
        Assert.That(() => Simulation.Run((Func<Task>)null!), Throws.ArgumentNullException);
    }

    [Test]
    public async Task Run_InsideAnAsyncTest_LeavesTheTestAsItWas()
    {
        await Task.Yield();
        SynchronizationContext? before = SynchronizationContext.Current;
        int value = Simulation.Run(async () =>
        {
            await Sim.Sleep(1000);
            return 1;
        });
        Assert.That(SynchronizationContext.Current, Is.SameAs(before));
        await Task.Yield();
        Assert.That(value, Is.EqualTo(1));
    }

    [Test]
    public void Run_InAContext_LeavesItAndTheLocalsUnchanged([Values("returns", "throws", "deadlock", "steps", "escapes")] string end)
    {
        var context = new SynchronizationContext();
        SynchronizationContext? own = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            Local.Value = "mine";
            RunReport report = Simulation.Observe(
                async Coroutine () =>
                {
                    Local.Value = "inside";
                    await Sim.Yield();
                    Local.Value = "further inside";
                    switch (end)
                    {
                        case "throws": throw new FormatException();
                        case "deadlock": await new SimFuture<int>(); break;
                        case "steps":
                            while (true)
                            {
                                await Sim.Yield();
                            }

                        case "escapes":
                            var thread = new Thread(Sim.Loop.Stop);
                            SimLoop loop = Sim.Loop;
                            thread = new Thread(() => loop.CallSoonThreadsafe(static () => { }));
                            thread.Start();
                            thread.Join();
                            await new SimFuture<int>();
                            break;
                        default: break;
                    }
                },
                new RunOptions { MaxSteps = 1000 });
            Assert.That(report.Exception?.GetType(), Is.EqualTo(end switch
            {
                "throws" => typeof(FormatException),
                "deadlock" => typeof(DeadlockException),
                "steps" => typeof(StepLimitException),
                "escapes" => typeof(UncontrolledConcurrencyException),
                _ => null,
            }));
            Assert.That(SynchronizationContext.Current, Is.SameAs(context));
            Assert.That(Local.Value, Is.EqualTo("mine"));
            Assert.That(static () => Sim.Loop, Throws.InvalidOperationException);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(own);
        }
    }

    [Test]
    public void Observe_StepLimit_HasItsFacts()
    {
        RunReport report = Simulation.Observe(
            async Coroutine () =>
            {
                while (true)
                {
                    await Sim.Yield();
                }
            },
            new RunOptions { MaxSteps = 50 });

        var limit = report.Exception as StepLimitException;
        Assert.That(limit, Is.Not.Null);
        Assert.That((limit!.Limit, limit.Step, report.Steps, limit.Waits.Count), Is.EqualTo((50L, 50L, 50L, 1)));
        Assert.That(report.Stuck, Is.Empty);
    }

    [Test]
    public void Observe_StepLimitAndNoCancelHelps_NamesWhatIsStuck()
    {
        RunReport report = Simulation.Observe(
            async Coroutine () =>
            {
                while (true)
                {
                    try
                    {
                        await Sim.Yield();
                    }
                    catch (CancelledException)
                    {
                    }
                }
            },
            new RunOptions { MaxSteps = 50 });

        Assert.That(report.Exception, Is.TypeOf<StepLimitException>());
        Assert.That(report.Stuck, Is.EqualTo(["root.1"]));
        Assert.That(report.Warnings.Select(static warning => warning.Kind), Is.EqualTo([SimWarningKind.DestroyedPending]));
    }

    [Test]
    public void Observe_TimeLimit_HasItsFacts()
    {
        RunReport report = Simulation.Observe(
            async Coroutine () =>
            {
                await Sim.Sleep(900);
                await Sim.Sleep(200);
            },
            new RunOptions { MaxTime = TimeSpan.FromSeconds(1) });

        var limit = report.Exception as TimeLimitException;
        Assert.That(limit, Is.Not.Null);
        Assert.That((limit!.Limit, limit.NextTimer, limit.Time),
            Is.EqualTo((TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(1100), TimeSpan.FromMilliseconds(900))));
    }

    [Test]
    public void Observe_Deadlock_NamesWhoWaitsForWhatAndWhoHoldsIt()
    {
        var queue = new SimQueue<int>(2, "jobs");
        var mutex = new SimLock("db");
        RunReport report = Simulation.Observe(async Coroutine () =>
        {
            SimTask producer = Sim.CreateTask(Produce(), "producer");
            SimTask second = Sim.CreateTask(Second(), "second");
            await Sim.Gather((SimFuture)producer, second);

            async Coroutine Produce()
            {
                await mutex.Acquire();
                await Sim.Sleep(1500);
                while (true)
                {
                    await queue.Put(1);
                }
            }

            async Coroutine Second()
            {
                await Sim.Sleep(100);
                using SimReleaser held = await mutex.Hold();
            }
        });

        var deadlock = report.Exception as DeadlockException;
        Assert.That(deadlock, Is.Not.Null);
        Assert.That(deadlock!.Time, Is.EqualTo(TimeSpan.FromSeconds(1.5)));
        Assert.That(deadlock.Waits.Select(static wait => wait.Name), Is.EqualTo(["main", "producer", "second"]));
        Assert.That(deadlock.Waits.Select(static wait => wait.Task), Is.EqualTo(["root.1", "root.1.1", "root.1.2"]));
        Assert.That(deadlock.Waits.Select(static wait => wait.For), Is.EqualTo(["a gather of 2 (0 done)", "room in Queue 'jobs' (full, 2 of 2)", "Lock 'db'"]));
        Assert.That(deadlock.Waits[2].HeldBy, Has.Count.EqualTo(1).And.All.StartsWith("root.1.1 '"));
        Assert.That(deadlock.Waits[1].SinceTime, Is.EqualTo(TimeSpan.FromSeconds(1.5)));
        Assert.That(deadlock.Waits[2].SinceTime, Is.EqualTo(TimeSpan.FromSeconds(0.1)));
        Assert.That(deadlock.Waits[2].SinceStep, Is.LessThan(deadlock.Waits[1].SinceStep!.Value));
        Assert.That(deadlock.Waits[1].Method, Does.EndWith("Produce"));
        Assert.That(deadlock.Waits[2].At!.ToString(), Does.StartWith("SimulationTests.cs:"));
        Assert.That(report.Stuck, Is.Empty);
    }

    [Test]
    public void Run_InsideARun_IsRefusedAndLeavesNoTrace()
    {
        RunReport report = Simulation.Observe(async Coroutine () =>
        {
            Assert.That(static () => Simulation.Run(async Coroutine () => await Sim.Yield()), Throws.InvalidOperationException);
            Assert.That(static () => Simulation.Explore(async Coroutine () => await Sim.Yield()), Throws.InvalidOperationException);
            await Sim.Yield();
        });

        Assert.That(report.Exception, Is.Null);
        Assert.That(report.Warnings, Is.Empty);
    }

    [Test]
    public void Run_LoopStoppedByHand_IsAnError()
    {
        Assert.That(static () => Simulation.Run(async Coroutine<int> () =>
        {
            Sim.Loop.Stop();
            return await new SimFuture<int>();
        }), Throws.InvalidOperationException.With.Message.Contains("stopped"));
    }

    [Test]
    public void Observe_AsyncVoidThrows_IsTheRunsFailure()
    {
        RunReport report = Simulation.Observe(async () =>
        {
            Void();
            await Sim.Sleep(1000);
        });

        Assert.That(report.Exception, Is.TypeOf<FormatException>());
        Assert.That(report.Time, Is.EqualTo(TimeSpan.FromMilliseconds(5)));

        static async void Void()
        {
            await Sim.Sleep(5);
            throw new FormatException();
        }
    }

    [Test]
    public void Observe_AsyncVoidThrowsAtTheEnd_IsAWarningAndTheOthersEnd()
    {
        int ended = 0;
        RunReport report = Simulation.Observe(async Coroutine () =>
        {
            for (int i = 0; i < 3; i++)
            {
                _ = Sim.CreateTask(Linger());
            }

            await Sim.Yield();
        });

        Assert.That(report.Exception, Is.Null);
        Assert.That(ended, Is.EqualTo(3));
        Assert.That(report.Stuck, Is.Empty);
        Assert.That(report.Warnings.Select(static warning => warning.Exception), Has.Some.TypeOf<FormatException>());

        async Coroutine Linger()
        {
            try
            {
                await new SimFuture<int>();
            }
            finally
            {
                Void();
                await Sim.Sleep(10);
                ended++;
            }
        }

        static async void Void()
        {
            await Task.Yield();
            throw new FormatException();
        }
    }

    [Test]
    public void Observe_ATaskFailsWhileItIsCancelled_IsAWarning()
    {
        RunReport report = Simulation.Observe(async Coroutine () =>
        {
            _ = Sim.CreateTask(Fail(), "failing");
            await Sim.Yield();
        });

        Assert.That(report.Warnings.Single().Kind, Is.EqualTo(SimWarningKind.FailedInShutdown));
        Assert.That(report.Warnings.Single().Task, Is.EqualTo("root.1.1 'failing'"));

        static async Coroutine Fail()
        {
            try
            {
                await new SimFuture<int>();
            }
            catch (CancelledException)
            {
                throw new FormatException();
            }
        }
    }

    [Test]
    public void Run_OnTwoThreadsAtOnce_DoesNotMix()
    {
        int arrived = 0;
        var results = new string[2];
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(i => new Thread(() => results[i] = Work(i)))];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());

        Assert.That(results[0], Is.EqualTo(results[1]));

        // Each waits for the other in its middle, so that the two really overlap. (By spinning: a blocking wait would let others of its run have the turn.)
        string Work(int thread) => Simulation.Run(
            async Coroutine<string> () =>
            {
                var log = new List<string>();
                await Sim.Gather(Enumerable.Range(0, 10).Select(One).ToArray());
                return $"{string.Join(' ', log)} {Sim.Random.NextUInt64()}";

                async Coroutine One(int i)
                {
                    await Sim.Sleep(i % 3);
                    if (i == 5)
                    {
                        Interlocked.Increment(ref arrived);
                        while (Volatile.Read(ref arrived) < 2)
                        {
                            Thread.SpinWait(10);
                        }
                    }

                    Local.Value = $"{i}";
                    await Task.Yield();
                    await Sim.Yield();
                    log.Add($"{Sim.CurrentTask!.Path} {Sim.Now} {Sim.Loop.StepCount}");
                }
            },
            new RunOptions { Strategy = Strategy.Random, Seed = 3 });
    }

    [Test]
    public void Observe_TheSameSeed_GivesTheSameReport()
    {
        foreach (Strategy strategy in new[] { Strategy.InOrder, Strategy.Random })
        {
            RunReport[] two = [.. Enumerable.Range(0, 2).Select(_ => Simulation.Observe(
                async Coroutine<ulong> () =>
                {
                    await Sim.Gather(Enumerable.Range(0, 20).Select(static i => Work(i)).ToArray());
                    return Sim.Random.NextUInt64();
                },
                new RunOptions { Strategy = strategy, Seed = 99, Trace = true }))];
            Assert.That(two[0].Exception, Is.Null);
            Assert.That(two[1].Trace, Is.EqualTo(two[0].Trace));
            Assert.That((two[1].ReplayCode, two[1].Steps, two[1].Value, two[1].Time), Is.EqualTo((two[0].ReplayCode, two[0].Steps, two[0].Value, two[0].Time)));
        }

        static async Coroutine Work(int i)
        {
            await Sim.Sleep(i % 4);
            await Task.Yield();
            if (Sim.Choose(3) == 1)
            {
                await Sim.Yield();
            }
        }
    }

    [Test]
    public void Members_OutsideASimulation_NameTheCallAndWhereItBelongs()
    {
        var calls = new Dictionary<string, Action>
        {
            ["Sim.Loop"] = static () => _ = Sim.Loop,
            ["Sim.Now"] = static () => _ = Sim.Now,
            ["Sim.Random"] = static () => _ = Sim.Random,
            ["Sim.CurrentTask"] = static () => _ = Sim.CurrentTask,
            ["Sim.AllTasks"] = static () => _ = Sim.AllTasks,
            ["Sim.Choose"] = static () => Sim.Choose(2),
            ["Sim.Sleep"] = static () => Sim.Sleep(1),
            ["Sim.Yield"] = static () => Sim.Yield(),
            ["Sim.Gather"] = static () => Sim.Gather<int>(Array.Empty<SimFuture<int>>()),
            ["Sim.WrapFuture"] = static () => Sim.WrapFuture(Task.FromResult(1)),
            ["Sim.Timeout"] = static () => Sim.Timeout(null, static async Coroutine () => await Sim.Yield()),
            ["Sim.AsCompleted"] = static () => Sim.AsCompleted<int>(Array.Empty<SimFuture<int>>()),
        };
        foreach ((string name, Action call) in calls)
        {
            Assert.That(() => call(), Throws.InvalidOperationException.With.Message.StartsWith($"{name} needs a running simulation").And.Message.Contains("Simulation.Run"));
        }
    }

    [Test]
    public void Observe_AChainLeftAtTheEnd_EndsInTimeLinearInItsLength()
    {
        const int Long = 30_000;
        RunReport report = Simulation.Observe(async Coroutine () =>
        {
            SimFuture<int> at = new SimFuture<int>();
            for (int i = 0; i < Long; i++)
            {
                at = Sim.CreateTask(Next(at));
            }

            await Sim.Yield();
        });

        Assert.That(report.Exception, Is.Null);
        Assert.That(report.Stuck, Is.Empty);
        Assert.That(report.Warnings, Is.Empty);

        static async Coroutine<int> Next(SimFuture<int> before) => 1 + await before;
    }
}
