namespace SimAsync.Tests.Kernel;

/// <summary>Runs that go round in circles, and runs that only look like it.</summary>
public sealed class LivelockTests
{
    [Test]
    public void Spin_ForWhatNobodyDoes_FailsAndNamesTheSpinner()
    {
        RunReport report = Simulation.Observe(static async Coroutine () =>
        {
            bool done = false;
            _ = Sim.CreateTask(Sleeper(), "sleeper");
            while (!done)
            {
                await Sim.Yield();
            }

            async Coroutine Sleeper()
            {
                await Sim.Sleep(10);
                done = true;
            }
        });

        var livelock = (LivelockException)report.Exception!;
        Assert.That(livelock.Steps, Is.InRange(10_000, 21_000));
        Assert.That(livelock.Spinning, Has.Count.EqualTo(1));
        Assert.That(System.Text.RegularExpressions.Regex.Replace(livelock.Message.Replace($"{livelock.Steps} steps", "N steps", StringComparison.Ordinal).Replace($"step {livelock.Step}:", "step N:", StringComparison.Ordinal), @"\.cs:\d+", ".cs:N"), Is.EqualTo(
            """
            Round in circles at 0 s, step N: for N steps no time has passed, no task was made or has ended, and no future got its outcome. All that is ready has had its steps, and stands where it stood, with the same locals. Time does not pass while steps are ready, and 1 timer waits for that: await a delay.
              root.1 'main' resumes LivelockTests.Spin_ForWhatNobodyDoes_FailsAndNamesTheSpinner (lambda) at LivelockTests.cs:N
            1 task waits meanwhile:
              root.1.1 'sleeper' waits for a sleep since 0 s, step 2, in LivelockTests.Spin_ForWhatNobodyDoes_FailsAndNamesTheSpinner.Sleeper, at LivelockTests.cs:N
            """));
    }

    [Test]
    public void Spin_OfPlainTasks_Fails([Values("in-order", "random")] string strategy, [Values("yield", "sim", "pool")] string how)
    {
        RunReport report = Simulation.Observe(
            async () =>
            {
                bool first = false, second = false;
                await (how == "pool"
                    ? Task.WhenAll(Task.Run(() => Wait(() => first)), Task.Run(() => Wait(() => second)))
                    : Task.WhenAll(Wait(() => first), Wait(() => second)));
                (first, second) = (true, true);

                async Task Wait(Func<bool> isDone)
                {
                    while (!isDone())
                    {
                        if (how == "sim")
                        {
                            await Sim.Yield();
                        }
                        else
                        {
                            await Task.Yield();
                        }
                    }
                }
            },
            new RunOptions { Strategy = Strategy.Parse(strategy) });

        Assert.That(report.Exception, Is.TypeOf<LivelockException>());
    }

    [Test]
    public void Spin_ForARealTimer_Fails() =>
        Assert.That(
            Simulation.Observe(static async () =>
            {
                Task delay = Task.Delay(50);
                while (!delay.IsCompleted)
                {
                    await Task.Yield();
                }
            }).Exception, Is.TypeOf<LivelockException>());

    [Test]
    public void Spin_OfTwoThatGiveWayToEachOther_Fails([Values("in-order", "random")] string strategy) =>
        Assert.That(
            Simulation.Observe(
                static async Coroutine () =>
                {
                    bool[] wants = new bool[2];
                    await Sim.Gather(Enter(0), Enter(1), Hold());

                    async Coroutine Hold()
                    {
                        wants = [true, true];
                        while (true)
                        {
                            await Sim.Yield();
                        }
                    }

                    async Coroutine Enter(int me)
                    {
                        do
                        {
                            wants[me] = false;
                            await Sim.Yield();
                            wants[me] = true;
                            await Sim.Yield();
                        }
                        while (wants[1 - me] || wants[me]);
                    }
                },
                new RunOptions { Strategy = Strategy.Parse(strategy) }).Exception, Is.TypeOf<LivelockException>());

    [TestCase("local"), TestCase("captured"), TestCase("list"), TestCase("queue")]
    public void Yield_ManyTimesAndThenEnd_IsNoLivelock(string where)
    {
        RunReport report = Simulation.Observe(
            async () =>
            {
                int captured = 0;
                var list = new List<int> { 0 };
                var queue = new Queue<int>(Enumerable.Range(0, 60_000));
                await Task.WhenAll(Count(), Idle());
                async Task Idle()
                {
                    while (captured >= 0)
                    {
                        await Task.Yield();
                    }
                }

                async Task Count()
                {
                    for (int local = 0; (where == "local" ? local++ : where == "captured" ? captured : where == "list" ? list[0] : 60_000 - queue.Count) < 60_000;)
                    {
                        captured++;
                        list[0]++;
                        queue.Dequeue();
                        await Task.Yield();
                    }

                    captured = -1;
                }
            });

        Assert.That(report.Exception, Is.Null);
    }

    [Test]
    public void Spin_StarvesTheOneItWaitsFor_IsNoLivelock([Range(0, 2)] int seed)
    {
        // The strategy is a walk that takes the first of two in all but the deviations: it lets the releaser run after 15,000 steps.
        RunReport report = Simulation.Observe(
            static async Coroutine () =>
            {
                bool done = false;
                await Sim.Gather(Spin(), Release());

                async Coroutine Spin()
                {
                    while (!done)
                    {
                        await Sim.Yield();
                    }
                }

                async Coroutine Release()
                {
                    for (int i = 0; i < 20_000; i++)
                    {
                        await Sim.Yield();
                    }

                    done = true;
                }
            },
            new RunOptions { Strategy = Strategy.Random, Seed = (ulong)seed });

        Assert.That(report.Exception, Is.Null);
    }

    [Test]
    public void Spin_OnChance_IsNoLivelock() => Simulation.Run(static async Coroutine () =>
    {
        while (Sim.Random.Next(30_000) != 0)
        {
            await Sim.Yield();
        }
    });

    [Test]
    public void Spin_WhereItIsNotLookedFor_RunsToMaxSteps() =>
        Assert.That(
            Simulation.Observe(
                static async Coroutine () =>
                {
                    while (true)
                    {
                        await Sim.Yield();
                    }
                },
                new RunOptions { LivelockSteps = null, MaxSteps = 100_000 }).Exception, Is.TypeOf<StepLimitException>());

    [Test]
    public void Spin_WhileAStepIsBlocked_FailsOnWhicheverThread() =>
        Assert.That(
            Simulation.Observe(static async () =>
            {
                using var never = new SemaphoreSlim(0);
                Task spin = Task.Run(Spin);
                never.Wait();
                await spin;

                static async Task Spin()
                {
                    while (true)
                    {
                        await Task.Yield();
                    }
                }
            }).Exception, Is.TypeOf<LivelockException>());

    [Test]
    public void Livelock_FoundInAnExploration_IsReproducible()
    {
        ExploreReport report = Simulation.Explore(static async Coroutine () =>
        {
            bool done = false, missed = false;
            await Sim.Gather(Listen(), Tell());

            async Coroutine Listen()
            {
                await Sim.Yield();
                while (!done && !missed)
                {
                    await Sim.Yield();
                }

                while (missed)
                {
                    await Sim.Yield();
                }
            }

            async Coroutine Tell()
            {
                await Sim.Yield();
                await Sim.Yield();
                missed = Sim.Choose(2) == 1;
                done = true;
            }
        });

        Assert.That(report.Failure!.Exception, Is.TypeOf<LivelockException>());
        Assert.That(report.Failure.IsReproducible);
    }
}
