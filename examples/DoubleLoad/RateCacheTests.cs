namespace SimAsync.Examples.DoubleLoad;

/// <summary>A warm-up and a request ask for the same rate. Plain <c>async Task</c> code.</summary>
public sealed class RateCacheTests
{
    /// <summary>For <see cref="Program"/>.</summary>
    public static Example Example { get; } = new(
        "DoubleLoad",
        "A cache looks for a rate, awaits the load and then keeps it; who looks during the await loads the rate again.",
        () => Simulation.Explore(Buggy),
        code => Simulation.Replay(code, Buggy),
        () => Simulation.Explore(Repaired));

    [Test]
    public void Get_WarmUpAndRequest_LoadsTwiceInSomeRun()
    {
        ExploreReport report = Simulation.Explore(Buggy);

        Assert.That(report.Failure?.Exception, Is.TypeOf<InvalidOperationException>());
        Assert.That(report.Failure.Deviations, Is.LessThanOrEqualTo(2));
    }

    [Test]
    public void Get_PlayedAgain_LoadsTwice()
    {
        SimulationFailure failure = Simulation.Explore(Buggy).Failure!;

        Assert.That(() => Simulation.Replay(failure.ReplayCode, Buggy), Throws.InvalidOperationException.With.Message.EqualTo(failure.Exception.Message));
    }

    [Test]
    public void Get_Repaired_LoadsOnceInEveryRun()
    {
        ExploreReport report = Simulation.Explore(Repaired);

        report.ThrowIfFailed();
        Assert.That(report.Runs, Is.EqualTo(1000));
    }

    private static Task Buggy() => WarmUpAndRequest(load => new RateCache(load));

    private static Task Repaired() => WarmUpAndRequest(load => new RepairedRateCache(load));

    private static async Task WarmUpAndRequest(Func<Func<string, Task<decimal>>, IRateCache> make)
    {
        int loads = 0;
        async Task<decimal> Load(string currency)
        {
            loads++;
            await Sim.Yield(); // The rate service answers.
            return 1.08m;
        }

        IRateCache cache = make(Load);
        Task warmUp = cache.Get("EUR");
        await Sim.Yield(); // A request comes in.
        await cache.Get("EUR");
        await warmUp;
        if (loads != 1)
        {
            throw new InvalidOperationException($"EUR was loaded {loads} times.");
        }
    }
}
