namespace SimAsync.Tests.Exploration;

/// <summary>What has to hold when main, or a scope, has ended: locks, scopes, methods, and what the user says.</summary>
public sealed class EndChecksTests
{
    private static readonly RunOptions Locks = new() { NoLocksHeld = true };
    private static readonly RunOptions Methods = new() { NoMethodsLeft = true };

    [Test]
    public void NoLocksHeld_LockOfATaskThatHasEnded_FailsTheRun()
    {
        RunReport report = Simulation.Observe(static async Coroutine () =>
        {
            var held = new SimLock("db");
            await Sim.CreateTask(Take(held), "worker");

            static async Coroutine Take(SimLock held) => await held.Acquire();
        }, Locks);

        Assert.That(report.Exception, Is.TypeOf<LocksHeldException>());
        Assert.That(report.Exception!.Message, Is.EqualTo("""
            Main had ended at 0 s, step 4, and 1 lock is held by what has ended. Release in a finally block, or by using Hold.
              Lock 'db', by root.1.1 'worker', which has ended
            """));
    }

    [Test]
    public void NoLocksHeld_PermitOfATaskThatWasCancelled_FailsTheRun()
    {
        RunReport report = Simulation.Observe(static async Coroutine () =>
        {
            var permits = new SimSemaphore(2, "connections");
            SimTask worker = Sim.CreateTask(Take(permits), "worker");
            await Sim.Sleep(1);
            worker.Cancel();
            await Sim.Wait([worker]);

            static async Coroutine Take(SimSemaphore permits)
            {
                await permits.Acquire();
                await Sim.Sleep(100);
                permits.Release();
            }
        }, Locks);

        Assert.That(report.Exception?.Message, Does.Contain("Semaphore 'connections' (1 of 2 free), by root.1.1 'worker', which was cancelled"));
    }

    [Test]
    public void NoLocksHeld_HeldByATaskThatGoesOn_IsNoFailure() => Simulation.Run(static async Coroutine () =>
    {
        var held = new SimLock();
        _ = Sim.CreateTask(Take(held));
        await Sim.Yield();
        await Sim.Yield();

        static async Coroutine Take(SimLock held)
        {
            using (await held.Hold())
            {
                await Sim.Sleep(1000);
            }
        }
    }, Locks);

    [Test]
    public void NoLocksHeld_ReleasedByAnother_IsNoFailure() => Simulation.Run(static async Coroutine () =>
    {
        var signal = new SimSemaphore(0);
        var held = new SimLock();
        await held.Acquire();
        await Sim.CreateTask(Release());
        await signal.Acquire();

        async Coroutine Release()
        {
            held.Release();
            signal.Release();
            signal.Release();
            await Sim.Yield();
        }
    }, Locks);

    [Test]
    public void AtEnd_DoesNotHold_FailsTheRunAfterAllHasComeToRest()
    {
        int open = 0;

        RunReport report = Simulation.Observe(async Task () =>
        {
            Sim.AtEnd("no connection is open", () => open == 0);
            open = 2;
            _ = Close();
            await Task.Yield();

            async Task Close()
            {
                await Task.Yield();
                await Task.Yield();
                open--;
            }
        });

        Assert.That(report.Exception, Is.TypeOf<InvariantException>().With.Message.StartsWith("'no connection is open' does not hold at 0 s, step").And.Message.Contains("when main had ended"));
        Assert.That(open, Is.EqualTo(1));
    }

    [Test]
    public void AtEnd_Holds_IsAskedOnce()
    {
        int last = 0;

        Simulation.Run(async Task () =>
        {
            int asked = 0;
            Sim.AtEnd("it is asked", () => (last = ++asked) == 1);
            await Task.Delay(10);
        });

        Assert.That(last, Is.EqualTo(1));
    }

    [Test]
    public void AtEnd_Throws_IsTold() => Assert.That(
        Simulation.Observe(static async Task () =>
        {
            Sim.AtEnd("it can be asked", static () => throw new FormatException("no"));
            await Task.Yield();
        }).Exception,
        Is.TypeOf<InvariantException>().With.InnerException.TypeOf<FormatException>());

    [Test]
    public void Scope_TaskGoesOn_FailsTheRunThere()
    {
        RunReport report = Simulation.Observe(static async Coroutine () =>
        {
            using (Sim.Scope("fetch"))
            {
                _ = Sim.CreateTask(Sleep(), "forgotten");
                await Sim.CreateTask(Sleep(), "awaited");
                _ = Sim.CreateTask(Sleep(), "forgotten, too");
            }

            await Sim.Sleep(100);

            static async Coroutine Sleep() => await Sim.Sleep(10);
        });

        Assert.That(report.Exception, Is.TypeOf<ScopeException>());
        Assert.That(report.Exception!.Message, Does.StartWith("The scope 'fetch' ended at 0.01 s, step ").And.Contains("'forgotten, too'").And.Contains("1 task that was begun in it, since 0 s, step 1, goes on"));
    }

    [Test]
    public void Scope_PlainMethodGoesOn_FailsTheRun([Values] bool lists)
    {
        RunReport report = Simulation.Observe(static async Task () =>
        {
            await Task.Yield();
            using (Sim.Scope("fetch"))
            {
                _ = Forgotten();
                await Task.Delay(10);
            }

            await Task.Delay(100);

            static async Task Forgotten() => await Task.Delay(50);
        }, new RunOptions { NoMethodsLeft = lists });

        Assert.That(report.Exception, Is.TypeOf<ScopeException>().With.Message.Contains("Forgotten"));
    }

    [Test]
    public void Scope_AllHasEnded_IsNoFailure([Values("portfolio", "random")] string strategy) => Simulation.Explore(static async Task () =>
    {
        var signal = new TaskCompletionSource();
        Task outside = Outside(signal);
        using (Sim.Scope("outer"))
        {
            using (Sim.Scope("inner"))
            {
                await Task.WhenAll(Work(), Work());
                signal.SetResult();
            }

            await Work();
        }

        await Work();
        await outside;

        static async Task Work()
        {
            await Task.Yield();
            await Task.Run(static () => 1);
            await Task.Delay(1);
        }

        static async Task Outside(TaskCompletionSource signal)
        {
            await signal.Task;
            await Task.Delay(20);
        }
    }, new ExploreOptions { Runs = 200, Strategy = Strategy.Parse(strategy), NoMethodsLeft = true }).ThrowIfFailed();

    [Test]
    public void NoMethodsLeft_WaitsForWhatNothingRefersTo_IsSeen()
    {
        static async Task Main()
        {
            _ = Stuck();
            await Task.Delay(10);
        }

        static async Task Stuck()
        {
            try
            {
                await new TaskCompletionSource().Task;
            }
            finally
            {
                await Task.Yield();
            }
        }

        Assert.Multiple(() =>
        {
            Assert.That(Simulation.Observe(Main, new RunOptions { NoTasksLeft = true }).Exception, Is.Null, "not seen without the framework's list");
            Assert.That(Simulation.Observe(Main, Methods).Exception, Is.TypeOf<TasksLeftException>().With.Message.Contains("Stuck"));
        });
    }

    [Test]
    public void NoMethodsLeft_AllEnded_IsNoFailure() => Simulation.Run(static async Task () =>
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(static async number => await Task.Delay(number)));
        await Task.Run(static async () => await Task.Delay(3));
    }, Methods);
}
