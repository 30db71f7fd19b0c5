using SimAsync.TestSupport.Programs;

namespace SimAsync.Tests.Exploration;

/// <summary>Exploration on several threads finds what one finds.</summary>
public sealed class ParallelismTests
{
    private static readonly BugProgram[] Programs = [.. BugPrograms.All.Where(static one => one.Name is "lost_update" or "twostage_20" or "bluetooth" or "account")];

    [Test]
    public void Explore_OnSeveralThreads_ReportsTheSameFailure([ValueSource(nameof(Programs))] BugProgram program, [Values("random", "portfolio", "surw")] string strategy)
    {
        ExploreReport one = Explore(1);
        ExploreReport four = Explore(4);

        Assert.That(Told(four), Is.EqualTo(Told(one)));

        ExploreReport Explore(int threads) => Simulation.Explore(
            program.AllReady, new ExploreOptions { Strategy = Strategy.Parse(strategy), Seed = 5, Runs = 2000, Parallelism = threads, ShrinkRuns = 50 });

        static object Told(ExploreReport report) => (report.Runs, report.Failure?.Run, report.Failure?.ReplayCode, report.Failure?.Exception.Message);
    }

    [Test]
    public void Explore_OnSeveralThreads_MakesEachRunOnce()
    {
        int runs = 0;
        int told = 0;
        ExploreReport report = Simulation.Explore(
            async Coroutine () =>
            {
                Interlocked.Increment(ref runs);
                await Sim.Yield();
            },
            new ExploreOptions { Runs = 1000, Parallelism = 3, DeterminismSample = 0, Progress = progress => told = Math.Max(told, progress.Runs) });

        Assert.That((report.Runs, runs, told), Is.EqualTo((1000, 1000, 1000)));
    }

    [Test]
    public void Parallelism_OfNone_IsRefused() =>
        Assert.That(static () => new ExploreOptions { Parallelism = 0 }, Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("Parallelism"));
}
