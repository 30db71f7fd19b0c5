namespace SimAsync.Examples.StuckWorkers;

/// <summary>Each job fails once, as when the other side has just been restarted. Coroutines, and a queue of SimAsync's.</summary>
public sealed class WorkerPoolTests
{
    /// <summary>For <see cref="Program"/>.</summary>
    public static Example Example { get; } = new(
        "StuckWorkers",
        "Workers put failed jobs back into a bounded queue that only they empty; once it is full and each holds a failed job, all wait for ever.",
        () => Simulation.Explore(Buggy),
        code => Simulation.Replay(code, Buggy),
        () => Simulation.Explore(Repaired));

    [Test]
    public void Join_EachJobFailsOnce_DeadlocksInSomeRun()
    {
        ExploreReport report = Simulation.Explore(Buggy);

        Assert.That(report.Failure?.Exception, Is.TypeOf<DeadlockException>());
        Assert.That(report.Failure.Deviations, Is.LessThanOrEqualTo(2));
    }

    [Test]
    public void Join_PlayedAgain_DeadlocksWithTheSameWaits()
    {
        SimulationFailure failure = Simulation.Explore(Buggy).Failure!;
        var found = (DeadlockException)failure.Exception;

        var again = Assert.Throws<DeadlockException>(() => Simulation.Replay(failure.ReplayCode, Buggy));

        Assert.That(again.Waits.Select(wait => wait.ToString()), Is.EqualTo(found.Waits.Select(wait => wait.ToString())));
    }

    [Test]
    public void Join_Repaired_EndsInEveryRun()
    {
        ExploreReport report = Simulation.Explore(Repaired);

        report.ThrowIfFailed();
        Assert.That(report.Runs, Is.EqualTo(1000));
    }

    private static Coroutine Buggy() => EachJobFailsOnce(handle => new WorkerPool(2, handle));

    private static Coroutine Repaired() => EachJobFailsOnce(handle => new RepairedWorkerPool(2, handle));

    private static async Coroutine EachJobFailsOnce(Func<Func<string, Coroutine>, IWorkerPool> make)
    {
        var failed = new HashSet<string>();
        async Coroutine Handle(string job)
        {
            await Sim.Yield(); // The other side answers.
            if (failed.Add(job))
            {
                throw new IOException("The other side is not ready.");
            }
        }

        IWorkerPool pool = make(Handle);
        foreach (string job in (string[])["one", "two", "three"])
        {
            await Sim.Yield(); // The job is read from a file,
            await Sim.Yield(); // and parsed.
            await pool.Add(job);
        }

        await pool.Join();
    }
}
