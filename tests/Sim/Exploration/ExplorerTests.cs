using SimAsync.Scheduler;

namespace SimAsync.Tests.Exploration;

public sealed class ExplorerTests
{
    private static int runsSoFar;

    [Test]
    public void Explore_ALostUpdate_IsFoundShrunkAndReplayed()
    {
        ExploreReport report = Simulation.Explore(LostUpdate, new ExploreOptions { Seed = 1 });

        SimulationFailure failure = report.Failure!;
        Assert.That(failure, Is.Not.Null);
        Assert.That(failure.Exception, Is.TypeOf<FormatException>());
        Assert.That(failure.IsReproducible);
        Assert.That(failure.Deviations, Is.LessThanOrEqualTo(failure.DeviationsFound));
        Assert.That(failure.Deviations, Is.LessThanOrEqualTo(2));
        Assert.That(failure.ReplayCode, Has.Length.LessThan(200));
        Assert.That(() => Simulation.Replay(failure.ReplayCode, LostUpdate), Throws.TypeOf<FormatException>());
        RunReport again = Simulation.Observe(LostUpdate, new RunOptions { Strategy = Strategy.Replay(failure.ReplayCode) });
        Assert.That((int)again.Steps, Is.EqualTo(failure.Steps));
        Assert.That(again.ReplayCode, Is.EqualTo(failure.ReplayCode));
        Assert.That(report.ThrowIfFailed, Throws.TypeOf<SimulationFailedException>().With.InnerException.SameAs(failure.Exception));
    }

    [Test]
    public void Explore_TheSameSeedTwice_FindsTheSame()
    {
        ExploreReport[] two = [.. Enumerable.Range(0, 2).Select(static _ => Simulation.Explore(LostUpdate, new ExploreOptions { Seed = 42, Strategy = Strategy.Random }))];

        Assert.That(two[1].Failure!.ReplayCode, Is.EqualTo(two[0].Failure!.ReplayCode));
        Assert.That((two[1].Runs, two[1].Failure!.ShrinkRuns), Is.EqualTo((two[0].Runs, two[0].Failure!.ShrinkRuns)));
    }

    [Test]
    public void Explore_NothingFails_RunsThemAllAndThrowsNothing()
    {
        int runs = 0;
        ExploreReport report = Simulation.Explore(
            async Coroutine () =>
            {
                runs++;
                await Sim.Yield();
            },
            new ExploreOptions { Runs = 250, DeterminismSample = 0 });

        Assert.That((report.Runs, runs, report.Failure, report.Complete), Is.EqualTo((250, 250, (SimulationFailure?)null, false)));
        Assert.That(report.ThrowIfFailed, Throws.Nothing);
    }

    [Test]
    public void Explore_AFailureInOrder_IsRunOneWithNoDeviation()
    {
        ExploreReport report = Simulation.Explore(static async Coroutine () =>
        {
            await Sim.Sleep(1);
            throw new FormatException();
        });

        Assert.That((report.Runs, report.Failure!.Run, report.Failure.Deviations, report.Failure.ShrinkRuns, report.Failure.IsReproducible), Is.EqualTo((1, 1, 0, 0, true)));
        Assert.That(() => Simulation.Replay(report.Failure!.ReplayCode, static async Coroutine () =>
        {
            await Sim.Sleep(1);
            throw new FormatException();
        }), Throws.TypeOf<FormatException>());
    }

    [Test]
    public void Explore_CodeThatDiffersFromRunToRun_IsNotReproducibleAndNoCrash()
    {
        runsSoFar = 0;
        ExploreReport report = Simulation.Explore(
            static async Coroutine () =>
            {
                int run = ++runsSoFar;
                await Sim.Gather(Enumerable.Range(0, run % 5 + 2).Select(static _ => Sim.Yield().AsCoroutine()).ToArray());
                if (run == 7)
                {
                    throw new FormatException();
                }
            },
            new ExploreOptions { Strategy = Strategy.Random, DeterminismSample = 0 });

        Assert.That(report.Runs, Is.EqualTo(7));
        Assert.That(report.Failure!.IsReproducible, Is.False);
        Assert.That(report.Failure.Exception, Is.TypeOf<FormatException>());
        Assert.That(report.Failure.ToString(), Does.Contain("differs from run to run"));
    }

    [Test]
    public void Explore_ChoicesAndRandomNumbers_AreReplayed()
    {
        ExploreReport report = Simulation.Explore(Draws, new ExploreOptions { Seed = 5, Strategy = Strategy.Random });

        Assert.That(report.Failure, Is.Not.Null);
        Assert.That(report.Failure!.IsReproducible);
        Assert.That(ReplayCode.Parse(report.Failure.ReplayCode).Seed, Is.Not.Null);
        // The options' seed does not count: the code has its own.
        var failure = Assert.Throws<FormatException>(() => Simulation.Replay(report.Failure.ReplayCode, Draws, new RunOptions { Seed = 12345 }));
        Assert.That(failure!.Message, Is.EqualTo(report.Failure.Exception.Message));

        static async Coroutine Draws()
        {
            int fault = Sim.Choose(4, "fault");
            ulong drawn = Sim.Random.NextUInt64();
            await Sim.Gather(Sim.Yield().AsCoroutine(), Sim.Yield());
            if (fault == 3 && Sim.Choose(2) == 1 && drawn % 3 == 0)
            {
                throw new FormatException($"{drawn} {Sim.Random.Next(1000)}");
            }
        }
    }

    [Test]
    public void Choose_AtItsBounds_IsRecordedAndReplayed()
    {
        const int Most = 1 << 24;
        for (ulong seed = 0; seed < 20; seed++)
        {
            RunReport report = Simulation.Observe(Main, new RunOptions { Strategy = Strategy.Random, Seed = seed });
            Assert.That(Simulation.Replay(report.ReplayCode, Main), Is.EqualTo(report.Value));
        }

        Simulation.Run(async Coroutine () =>
        {
            Assert.That(static () => Sim.Choose(0), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(static () => Sim.Choose(Most + 1), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That((Sim.Choose(1), Sim.Choose(Most)), Is.EqualTo((0, 0)));
            await Sim.Yield();
        });

        static async Coroutine<(int, int, int)> Main()
        {
            await Sim.Yield();
            return (Sim.Choose(Most), Sim.Choose(1), Sim.Choose(Most - 1));
        }
    }

    [TestCase(3, 1)]
    [TestCase(4, 2)]
    [TestCase(6, 2)]
    public void Replay_OfChangedCode_SaysAtWhichChoice(int tasks, int yields)
    {
        // A run whose first choices are among five; the changed code has fewer, more, or longer tasks.
        RunReport recorded = Simulation.Observe(() => Tasks(5, 2), new RunOptions { Strategy = Strategy.Random, Seed = 11 });
        var diverged = Assert.Throws<ReplayDivergedException>(() => Simulation.Replay(recorded.ReplayCode, () => Tasks(tasks, yields)));

        Assert.That(diverged!.Choice, Is.Zero);
        Assert.That(diverged.Ready, Has.Count.EqualTo(tasks));
        Assert.That(Simulation.Replay(recorded.ReplayCode, () => Tasks(5, 2)), Is.EqualTo(recorded.Value));
    }

    [Test]
    public void Replay_OfCodeThatAwaitsMore_DivergesLaterOrPasses()
    {
        RunReport recorded = Simulation.Observe(static () => Tasks(5, 2), new RunOptions { Strategy = Strategy.Random, Seed = 11 });
        RunReport replayed = Simulation.Observe(static () => Tasks(5, 3), new RunOptions { Strategy = Strategy.Replay(recorded.ReplayCode) });

        Assert.That(replayed.Exception, Is.Null.Or.TypeOf<ReplayDivergedException>().With.Property("Choice").GreaterThan(0));
    }

    [Test]
    public void Replay_OfCodeThatNowEndsEarlier_HasDiverged()
    {
        RunReport recorded = Simulation.Observe(static () => LostUpdate(mended: false), new RunOptions { Strategy = Strategy.Random, Seed = 0 });

        var diverged = Assert.Throws<ReplayDivergedException>(() =>
            Simulation.Replay(recorded.ReplayCode, static async Coroutine<int> () => await Sim.Sleep(TimeSpan.Zero, 5)));
        Assert.That((diverged!.Choice, diverged.Now), Is.EqualTo((0, "the run has ended")));
    }

    [Test]
    public void Replay_DivergedWhereTheCodeCatchesAll_IsToldAllTheSame()
    {
        RunReport recorded = Simulation.Observe(static async Coroutine<int> () => await Ask(3), new RunOptions { Strategy = Strategy.Random, Seed = 1 });
        var diverged = Assert.Throws<ReplayDivergedException>(() => Simulation.Replay(recorded.ReplayCode, static async Coroutine<int> () =>
        {
            try
            {
                return await Ask(5);
            }
            catch (Exception)
            {
                return 0;
            }
        }));
        Assert.That((diverged!.Choice, diverged.Now), Is.EqualTo((0, "there are 5")));

        static async Coroutine<int> Ask(int count)
        {
            await Sim.Yield();
            return Sim.Choose(count);
        }
    }

    private static async Coroutine<string> Tasks(int tasks, int yields)
    {
        var log = new List<int>();
        await Sim.Gather(Enumerable.Range(0, tasks).Select(One).ToArray());
        return string.Join(' ', log);

        async Coroutine One(int i)
        {
            for (int n = 0; n < yields; n++)
            {
                await Sim.Yield();
                log.Add(i);
            }
        }
    }

    private static Coroutine LostUpdate() => LostUpdate(mended: false);

    private static async Coroutine LostUpdate(bool mended)
    {
        int balance = 0;
        SimTask slow = Sim.CreateTask(Add(1, 3));
        SimTask fast = Sim.CreateTask(Add(2, 1));
        await Sim.Gather((SimFuture)slow, fast);

        async Coroutine Add(int amount, int delay)
        {
            for (int i = 0; i < delay; i++)
            {
                await Sim.Yield();
            }

            int read = balance;
            if (!mended && delay == 1 && read == 1)
            {
                throw new FormatException();
            }

            balance = read + amount;
        }
    }
}
