using SimAsync.Exploration;

namespace SimAsync.Tests.Exploration;

/// <summary>What is told of how far an exploration is, and how it is shown.</summary>
public sealed class ProgressTests
{
    private readonly List<ExploreProgress> told = [];

    [Test]
    public void Progress_OfAShortExploration_IsItsEndAlone()
    {
        Explore(Passes, new ExploreOptions { Runs = 250 }, 0);

        ExploreProgress only = told.Single();
        Assert.That((only.Phase, only.Runs, only.Of, only.Failures, only.Elapsed), Is.EqualTo((ExplorePhase.Ended, 250, 250, 0, TimeSpan.Zero)));
        Assert.That(only.RunsPerSecond, Is.Zero);
    }

    [Test]
    public void Progress_OfALongExploration_IsToldTwiceASecond()
    {
        // It is looked at once at the beginning, once after each of 100 runs, and once at the end.
        Explore(Passes, new ExploreOptions { Runs = 100, Strategy = Strategy.Random }, 0.125);

        Assert.That(told.Select(static one => one.Runs), Is.EqualTo([.. Enumerable.Range(1, 25).Select(static i => 4 * i), 100]));
        Assert.That(told.Select(static one => one.Elapsed.TotalSeconds), Is.EqualTo([.. Enumerable.Range(1, 25).Select(static i => 0.5 * i), 12.625]));
        Assert.That(told.SkipLast(1), Has.All.Property(nameof(ExploreProgress.Phase)).EqualTo(ExplorePhase.Exploring));
        Assert.That(told[3].RunsPerSecond, Is.EqualTo(8));
        Assert.That(told[3].ToString(), Is.EqualTo("16 of 100 runs, 8 a second, 5 distinct schedules, no failure; random"));
        Assert.That(told[^1].ToString(), Is.EqualTo("100 runs in 12.6 s, 7 a second, 6 distinct schedules, no failure; random"));
    }

    [Test]
    public void Progress_OfAFailure_IsToldWhenItIsShrunk()
    {
        ExploreReport report = Explore(LosesAnUpdate, new ExploreOptions { Strategy = Strategy.Random }, 0.3);

        SimulationFailure failure = report.Failure!;
        ExploreProgress first = told.First(static one => one.Phase == ExplorePhase.Shrinking);
        ExploreProgress last = told[^1];
        Assert.That((first.Runs, first.Failures, first.ShrinkRuns), Is.EqualTo((report.Runs, 1, 0)));
        Assert.That(told.Count(static one => one.Phase == ExplorePhase.Shrinking), Is.EqualTo((failure.ShrinkRuns + 1) / 2));
        Assert.That((last.Phase, last.Runs, last.Failures, last.ShrinkRuns), Is.EqualTo((ExplorePhase.Ended, report.Runs, 1, failure.ShrinkRuns)));
        Assert.That(last.ToString(), Does.EndWith($" 1 failure, shrunk in {failure.ShrinkRuns} runs; random"));
    }

    [Test]
    public void Progress_OfThePortfolio_NamesTheStrategiesSoFar()
    {
        Explore(LosesNothing, new ExploreOptions { Runs = 40 }, 1);

        Assert.That(told[0].Strategies, Is.EqualTo(["pos"]));
        Assert.That(told[^1].Strategies, Is.EqualTo(["pos", "delay", "pct", "surw", "urw", "preemption", "random"]));
        Assert.That(told[^1].ToString(), Does.EndWith("; portfolio (pos delay pct surw urw preemption random)"));
    }

    [Test]
    public void Progress_DistinctSchedules_AreThoseThatAreThere()
    {
        ExploreReport all = Explore(LosesNothing, new ExploreOptions { Strategy = Strategy.Exhaustive(), Runs = 100_000 }, 0);
        Assert.That(all.Complete);
        Assert.That(told.Single().DistinctSchedules, Is.EqualTo(all.Runs));

        // Each of so few interleavings is met in ten thousand runs by a random walk.
        told.Clear();
        Explore(LosesNothing, new ExploreOptions { Strategy = Strategy.Random, Runs = 10_000 }, 0);
        Assert.That(told.Single().DistinctSchedules, Is.EqualTo(all.Runs));
    }

    [Test]
    public void Progress_OfAShard_IsOfItsOwnRuns()
    {
        ExploreReport report = Explore(Passes, new ExploreOptions { Runs = 103, Strategy = Strategy.Random, Shard = new Shard(2, 4) }, 0);

        Assert.That((told.Single().Runs, told.Single().Of), Is.EqualTo((report.Runs, report.Runs)));
    }

    [TestCase(1)]
    [TestCase(3)]
    public void Progress_ToldOrNot_ChangesNoRun(int parallelism)
    {
        var options = new ExploreOptions { Parallelism = parallelism, Seed = 11 };
        ExploreReport alone = Simulation.Explore(LosesAnUpdate, options);
        ExploreReport watched = Explore(LosesAnUpdate, options, 3);

        Assert.That((watched.Runs, watched.Failure!.Run, watched.Failure.ReplayCode, watched.Failure.ShrinkRuns), Is.EqualTo((alone.Runs, alone.Failure!.Run, alone.Failure.ReplayCode, alone.Failure.ShrinkRuns)));
    }

    [Test]
    public void Clock_WhenNobodyIsTold_IsNotLookedAt()
    {
        var clock = new StepClock(1);
        Simulation.Explore(Passes, new ExploreOptions { Runs = 50, Clock = clock });

        Assert.That(clock.Looks, Is.Zero);
    }

    [TestCase(1000, 1000, 0)]
    [TestCase(DistinctCount.Few, DistinctCount.Few, 0)]
    [TestCase(2_000, 2_000, 0.025)]
    [TestCase(20_000, 20_000, 0.025)]
    [TestCase(60_000, 60_000, 0.025)]
    [TestCase(1_000_000, 1_000_000, 0.025)]
    public void Distinct_OfSoManyEachTwice_IsSoMany(int count, int expected, double error)
    {
        // Three standard errors of the estimate; the numbers are always the same.
        var distinct = new DistinctCount();
        for (int i = 0; i < 2 * count; i++)
        {
            ulong state = (ulong)(i % count);
            distinct.Add(SimAsync.Scheduler.Xoshiro256.SplitMix64(ref state));
        }

        Assert.That(distinct.Count, Is.EqualTo(expected).Within(100 * error).Percent);
        Assert.That(distinct.IsEstimate, Is.EqualTo(count > DistinctCount.Few));
    }

    [Test]
    public void Display_OnATerminal_IsOneLineFromTwoSecondsOn()
    {
        using var text = new StringWriter { NewLine = "\n" };
        Show(text, isTerminal: true);

        Assert.That(text.ToString(), Is.EqualTo(
            "\r\e[K\e[?7l20 of 40 runs, 10 a second, 1 distinct schedule, no failure; random\e[?7h"
            + "\r\e[K\e[?7l25 of 40 runs, 10 a second, 1 distinct schedule, no failure; random\e[?7h"
            + "\r\e[K40 runs in 12.0 s, 10 a second, 1 distinct schedule, no failure; random\n"));
    }

    [Test]
    public void Display_InALog_IsALineInTenSecondsAndASummary()
    {
        using var text = new StringWriter { NewLine = "\n" };
        Show(text, isTerminal: false);

        Assert.That(text.ToString(), Is.EqualTo(
            "30 of 40 runs, 10 a second, 1 distinct schedule, no failure; random\n"
            + "40 runs in 12.0 s, 10 a second, 1 distinct schedule, no failure; random\n"));
    }

    [Test]
    public void Display_OfShortWork_IsNothing()
    {
        using var text = new StringWriter();
        Action<ExploreProgress> show = ExploreProgress.To(text, isTerminal: true);
        show(Of(ExplorePhase.Exploring, 19, 1.9));
        show(Of(ExplorePhase.Ended, 20, 1.9));

        Assert.That(text.ToString(), Is.Empty);
    }

    [Test]
    public void Display_OfASecondExploration_BeginsAnew()
    {
        using var text = new StringWriter { NewLine = "\n" };
        Action<ExploreProgress> show = ExploreProgress.To(text);
        for (int i = 0; i < 2; i++)
        {
            show(Of(ExplorePhase.Exploring, 30, 10));
            show(Of(ExplorePhase.Ended, 40, 12));
        }

        Assert.That(text.ToString().Split('\n'), Has.Length.EqualTo(5));
    }

    private static void Show(StringWriter text, bool isTerminal)
    {
        Action<ExploreProgress> show = ExploreProgress.To(text, isTerminal);
        show(Of(ExplorePhase.Exploring, 19, 1.9));
        show(Of(ExplorePhase.Exploring, 20, 2));
        show(Of(ExplorePhase.Exploring, 24, 2.4));
        show(Of(ExplorePhase.Exploring, 25, 2.5));
        if (!isTerminal)
        {
            show(Of(ExplorePhase.Exploring, 29, 9.9));
            show(Of(ExplorePhase.Exploring, 30, 10));
            show(Of(ExplorePhase.Exploring, 31, 11));
        }

        show(Of(ExplorePhase.Ended, 40, 12));
    }

    private static ExploreProgress Of(ExplorePhase phase, int runs, double seconds) =>
        new() { Phase = phase, Runs = runs, Of = 40, Elapsed = TimeSpan.FromSeconds(seconds), RunsPerSecond = 10, DistinctSchedules = 1, Strategy = "random" };

    private ExploreReport Explore(Func<Coroutine> test, ExploreOptions options, double seconds) =>
        Simulation.Explore(test, options with { Progress = told.Add, Clock = new StepClock(seconds), DeterminismSample = 0 });

    private static async Coroutine Passes() => await Sim.Gather(Yield(), Yield());

    private static async Coroutine Yield() => await Sim.Yield();

    private static async Coroutine LosesNothing()
    {
        await Sim.Gather(Two(), Two());

        static async Coroutine Two()
        {
            await Sim.Yield();
            await Sim.Yield();
        }
    }

    private static async Coroutine LosesAnUpdate()
    {
        int count = 0;
        await Sim.Gather(Add(0), Add(2), Add(4));
        if (count < 3)
        {
            throw new FormatException();
        }

        async Coroutine Add(int after)
        {
            for (int i = 0; i < after; i++)
            {
                await Sim.Yield();
            }

            int before = count;
            await Sim.Yield();
            count = before + 1;
        }
    }
}
