namespace SimAsync.Tests.Exploration;

/// <summary>Cancellation as a choice: where it strikes, that it is recorded, shrunk and played again, and the checks that come with it.</summary>
public sealed class CancellationTests
{
    [Test]
    public void MayCancel_Task_IsCancelledAtEachPointInTurn()
    {
        var struck = new List<(long Step, int Done)>();

        ExploreReport report = Simulation.Explore(async Coroutine () =>
        {
            int done = 0;
            SimTask worker = Sim.CreateTask(Work());
            Sim.MayCancel(worker);
            try
            {
                await worker;
            }
            catch (OperationCanceledException)
            {
                struck.Add((Sim.Loop.StepCount, done));
            }

            async Coroutine Work()
            {
                for (; done < 5; done++)
                {
                    await Sim.Yield();
                }
            }
        }, new ExploreOptions { Runs = 50, Strategy = Strategy.Random });

        Assert.Multiple(() =>
        {
            Assert.That(report.Failure, Is.Null);
            Assert.That(struck.Select(static at => at.Done).Distinct(), Is.EquivalentTo([0, 1, 2, 3, 4]));
            Assert.That(report.Cancellations.Made, Is.EqualTo(report.Cancellations.InAll));
            Assert.That(report.Cancellations.InAll, Is.GreaterThanOrEqualTo(6));
            Assert.That(report.ToString(), Does.Contain($"cancelled at {report.Cancellations.InAll} of {report.Cancellations.InAll} points in turn"));
        });
    }

    // The mistake: cancelled between the two, it has taken and not given.
    private static async Coroutine Transfer()
    {
        int[] accounts = [1, 0];
        SimTask transfer = Sim.CreateTask(Move());
        Sim.MayCancel(transfer);
        await Sim.Wait([transfer]);
        if (accounts.Sum() != 1)
        {
            throw new InvalidOperationException("money was lost");
        }

        async Coroutine Move()
        {
            await Sim.Yield();
            accounts[0]--;
            await Sim.Sleep(10);
            accounts[1]++;
        }
    }

    [Test]
    public void MayCancel_Failure_IsShrunkToTheOneCancellationAndPlaysAgain()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            SimulationFailure failure = Simulation.Explore(Transfer, new ExploreOptions { Seed = seed }).Failure!;

            Assert.Multiple(() =>
            {
                Assert.That(failure.Exception, Is.TypeOf<InvalidOperationException>());
                Assert.That(failure.Deviations, Is.EqualTo(1));
                Assert.That(failure.Report.Injected, Has.Count.EqualTo(1));
                Assert.That(failure.IsReproducible, Is.True);
                Assert.That(failure.ToString(), Does.Contain("The simulation: root.1.1 'Task-1' was cancelled at "));
                Assert.That(() => Simulation.Replay(failure.ReplayCode, Transfer), Throws.InvalidOperationException);
            });
        }
    }

    [Test]
    public void MayCancel_SweepOfNone_IsLeftToChance()
    {
        ExploreReport report = Simulation.Explore(Transfer, new ExploreOptions { CancellationSweep = CancellationSweep.None });

        Assert.Multiple(() =>
        {
            Assert.That(report.Failure, Is.Not.Null);
            Assert.That(report.Cancellations, Is.EqualTo((0, 0)));
        });
    }

    [Test]
    public void MayCancel_InOrderAndOnce_CancelsNothing() => Simulation.Run(Transfer);

    [Test]
    public void MayCancel_Exhaustive_TriesEachPointInEachOrder()
    {
        ExploreReport report = Simulation.Explore(Transfer, new ExploreOptions { Strategy = Strategy.Exhaustive() });
        ExploreReport sound = Simulation.Explore(async Coroutine () =>
        {
            SimTask sleeper = Sim.CreateTask(Sleeper());
            Sim.MayCancel(sleeper);
            await Sim.Wait([sleeper]);

            static async Coroutine Sleeper() => await Sim.Sleep(1);
        }, new ExploreOptions { Strategy = Strategy.Exhaustive() });

        Assert.Multiple(() =>
        {
            Assert.That(report.Failure, Is.Not.Null);
            Assert.That(sound.Complete, Is.True);
            Assert.That(sound.Runs, Is.GreaterThan(3));
        });
    }

    [Test]
    public void MayCancel_TakenBack_IsNotCancelled()
    {
        bool wasCancelled = false;

        Simulation.Explore(async Coroutine () =>
        {
            using var source = new CancellationTokenSource();
            Sim.MayCancel(source).Dispose();
            await Sim.Sleep(10);
            wasCancelled |= source.IsCancellationRequested;
        }, new ExploreOptions { Runs = 100 }).ThrowIfFailed();

        Assert.That(wasCancelled, Is.False);
    }

    [Test]
    public void MayCancel_TokenOfPlainTasks_StrikesWhileTheyWait()
    {
        var seen = new HashSet<string>();

        Simulation.Explore(async Task () =>
        {
            using var source = new CancellationTokenSource();
            Sim.MayCancel(source, "the stop button");
            string at = "before";
            try
            {
                at = "first";
                await Task.Delay(10, source.Token);
                at = "second";
                await Task.Delay(10, source.Token);
                at = "never";
            }
            finally
            {
                seen.Add(at);
            }
        }).ThrowIfFailed();

        Assert.That(seen, Is.EquivalentTo(["first", "second", "never"]));
    }

    [Test]
    public void MayCancel_MainItself_HasNotFailed()
    {
        ExploreReport report = Simulation.Explore(async Coroutine () =>
        {
            Sim.MayCancel(Sim.CurrentTask!.Future);
            await Sim.Sleep(10);
        });

        Assert.That(report.Failure, Is.Null);
    }

    [Test]
    public void MayCancel_TwoTargets_AreCancelledOneByOneAndTogether()
    {
        var outcomes = new HashSet<(bool, bool)>();

        Simulation.Explore(async Coroutine () =>
        {
            SimTask[] tasks = [Sim.CreateTask(Sleep()), Sim.CreateTask(Sleep())];
            Sim.MayCancel(tasks[0]);
            Sim.MayCancel(tasks[1]);
            await Sim.Wait(tasks);
            outcomes.Add((tasks[0].IsCancelled, tasks[1].IsCancelled));

            static async Coroutine Sleep() => await Sim.Sleep(10);
        }).ThrowIfFailed();

        Assert.That(outcomes, Is.EquivalentTo([(false, false), (true, false), (false, true), (true, true)]));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(4)]
    public void Explore_WithCancellations_FindsTheSameOnSeveralThreadsAndInShards(int parts)
    {
        SimulationFailure whole = Simulation.Explore(Transfer, new ExploreOptions { Seed = 3 }).Failure!;
        SimulationFailure threads = Simulation.Explore(Transfer, new ExploreOptions { Seed = 3, Parallelism = parts }).Failure!;
        ExploreReport merged = ExploreReport.Merge(Enumerable.Range(0, parts).Select(part =>
            Simulation.Explore(Transfer, new ExploreOptions { Seed = 3, Shard = new Shard(part, parts) })));

        Assert.That((threads.Run, threads.ReplayCode), Is.EqualTo((whole.Run, whole.ReplayCode)));
        Assert.That((merged.Failure!.Run, merged.Failure.ReplayCode), Is.EqualTo((whole.Run, whole.ReplayCode)));
    }

    [Test]
    public void Explore_WithoutTargets_RunsWhatTheStrategyRunsAlone()
    {
        var orders = new List<string>();
        void Explore(CancellationSweep sweep) => Simulation.Explore(async Coroutine () =>
        {
            var order = new List<int>();
            await Sim.Gather(Enumerable.Range(0, 4).Select(Add));
            orders.Add(string.Join(",", order));

            async Coroutine Add(int number)
            {
                await Sim.Yield();
                order.Add(number);
            }
        }, new ExploreOptions { Runs = 200, CancellationSweep = sweep, DeterminismSample = 0 });

        Explore(CancellationSweep.All);
        Explore(CancellationSweep.None);

        Assert.That(orders.Take(200), Is.EqualTo(orders.Skip(200)));
    }

    [TestCase(10, 1, 0, 10)]
    [TestCase(10, 3, 0, 4)]
    [TestCase(10, 1, 4, 4)]
    [TestCase(10, 1, 40, 10)]
    public void Sweep_Of_HasThePointsThatItIsToHave(int points, int every, int sample, int expected)
    {
        CancellationSweep sweep = sample > 0 ? CancellationSweep.Sample(sample) : CancellationSweep.Every(every);

        IReadOnlyList<(int Point, int Target)> drawn = sweep.Of([.. Enumerable.Repeat(1, points)], 7);

        Assert.Multiple(() =>
        {
            Assert.That(drawn, Has.Count.EqualTo(expected));
            Assert.That(drawn, Is.Ordered.And.Unique);
            Assert.That(drawn.Select(at => at.Point % every), Is.All.Zero);
        });
    }

    [Test]
    public void Sweep_Sample_DrawsEachPointAsOften()
    {
        int[] counts = new int[10];
        for (ulong seed = 0; seed < 2000; seed++)
        {
            foreach ((int point, _) in CancellationSweep.Sample(3).Of([.. Enumerable.Repeat(1, 10)], seed))
            {
                counts[point]++;
            }
        }

        // Binomial, 2000 times 0.3: 600, and a standard deviation of 20.5.
        Assert.That(counts, Is.All.InRange(500, 700));
    }

    [Test]
    public void Sweep_OutOfRange_IsRefused() => Assert.Multiple(() =>
    {
        Assert.That(() => CancellationSweep.Every(0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => CancellationSweep.Sample(0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ExploreOptions { CancellationSweep = null! }, Throws.TypeOf<ArgumentNullException>());
        Assert.That(() => Sim.MayCancel(new CancellationTokenSource()), Throws.InvalidOperationException.With.Message.Contains("Sim.MayCancel needs a running simulation"));
    });
}
