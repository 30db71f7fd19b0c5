namespace SimAsync.Examples.LostConnection;

/// <summary>One connection, two who want it; the second runs out of patience when the first gives it back. Coroutines and a future of SimAsync's.</summary>
public sealed class ConnectionPoolTests
{
    private static readonly TimeSpan Work = TimeSpan.FromMilliseconds(10);

    /// <summary>For <see cref="Program"/>.</summary>
    public static Example Example { get; } = new(
        "LostConnection",
        "A pool hands a connection to one who waits, and the timeout of that one strikes before it has gone on: the connection is nobody's.",
        () => Simulation.Explore(Buggy),
        code => Simulation.Replay(code, Buggy),
        () => Simulation.Explore(Repaired));

    [Test]
    public void Rent_TimeoutMeetsReturn_LosesTheConnectionInSomeRun()
    {
        ExploreReport report = Simulation.Explore(Buggy);

        Assert.That(report.Failure?.Exception, Is.TypeOf<InvalidOperationException>());
        Assert.That(report.Failure.Deviations, Is.LessThanOrEqualTo(2));
    }

    [Test]
    public void Rent_PlayedAgain_LosesTheConnection()
    {
        SimulationFailure failure = Simulation.Explore(Buggy).Failure!;

        Assert.That(() => Simulation.Replay(failure.ReplayCode, Buggy), Throws.InvalidOperationException.With.Message.EqualTo(failure.Exception.Message));
    }

    [Test]
    public void Rent_Repaired_LosesNothingInAnyRun()
    {
        ExploreReport report = Simulation.Explore(Repaired);

        report.ThrowIfFailed();
        Assert.That(report.Runs, Is.EqualTo(1000));
    }

    private static Coroutine Buggy() => TimeoutMeetsReturn(new ConnectionPool("db-1"));

    private static Coroutine Repaired() => TimeoutMeetsReturn(new RepairedConnectionPool("db-1"));

    private static async Coroutine TimeoutMeetsReturn(IConnectionPool pool)
    {
        async Coroutine<object?> Use()
        {
            if (await pool.Rent(patience: Work) is { } connection)
            {
                await Sim.Sleep(Work);
                pool.Return(connection);
            }

            return null;
        }

        await Sim.Gather(Use(), Use());
        if (pool.Idle != 1)
        {
            throw new InvalidOperationException("Nobody uses the connection, and the pool does not have it.");
        }
    }
}
