namespace SimAsync.Tests.Kernel;

/// <summary>Steps that take time: what they may break, and that nothing else changes.</summary>
public sealed class StepCostTests
{
    private static readonly StepCost Slow = new(0.1, TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(50));

    [Test]
    public void StepCost_TimeoutThatIsLongEnoughWithoutIt_StrikesWithIt()
    {
        var options = new ExploreOptions { StepCost = Slow };
        ExploreReport report = Simulation.Explore(Answer, options);

        Assert.That(Simulation.Explore(Answer).Failure, Is.Null);
        Assert.That(report.Failure?.Exception, Is.TypeOf<TimeoutException>());
        Assert.That(report.Failure!.Deviations, Is.EqualTo(1));
        Assert.That(report.Failure.Report.Trace.OfType<TraceEvent.Chosen>().Select(static chosen => chosen.ToString()), Has.Some.Contains("the step took 0.05 s"));
        Assert.That(() => Simulation.Replay(report.Failure.ReplayCode, Answer, options), Throws.TypeOf<TimeoutException>());
        Assert.That(report.ToString(), Does.EndWith("test, options with the same StepCost)"));
    }

    [Test]
    public void StepCost_InOrder_IsNothing() =>
        Assert.That(Simulation.Observe(Answer, new RunOptions { StepCost = Slow }).Time, Is.EqualTo(Simulation.Observe(Answer).Time));

    [Test]
    public void StepCost_PlainTasks_TakeTimeToo()
    {
        static async Task Delays()
        {
            using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(20), Sim.TimeProvider);
            await Task.Delay(TimeSpan.FromMilliseconds(10), Sim.TimeProvider);
            await Task.Yield();
            source.Token.ThrowIfCancellationRequested();
        }

        static void Run(StepCost? cost) => Simulation.Explore(Delays, new ExploreOptions { StepCost = cost }).ThrowIfFailed();

        Assert.That(static () => Run(null), Throws.Nothing);
        Assert.That(static () => Run(Slow), Throws.TypeOf<SimulationFailedException>().With.InnerException.InstanceOf<OperationCanceledException>());
    }

    // Time never goes back, and a sleep is never shorter than it was to be.
    [TestCase("random")]
    [TestCase("portfolio")]
    public void StepCost_Time_IsMonotone(string strategy) => Simulation.Explore(
        static async Coroutine () =>
        {
            TimeSpan last = TimeSpan.Zero;
            await Sim.Gather(Enumerable.Range(1, 4).Select(n => Sim.CreateTask(Sleep(n))));

            async Coroutine Sleep(int milliseconds)
            {
                for (int i = 0; i < 5; i++)
                {
                    TimeSpan began = Sim.Now;
                    await Sim.Sleep(milliseconds);
                    Assert.That(Sim.Now, Is.GreaterThanOrEqualTo(last).And.GreaterThanOrEqualTo(began + TimeSpan.FromMilliseconds(milliseconds)));
                    last = Sim.Now;
                }
            }
        },
        new ExploreOptions { StepCost = Slow, Runs = 300, Strategy = Strategy.Parse(strategy) }).ThrowIfFailed();

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(double.NaN)]
    public void StepCost_ImpossibleProbability_IsRefused(double probability) =>
        Assert.That(() => new StepCost(probability, TimeSpan.FromSeconds(1)), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void StepCost_NoCosts_IsRefused() => Assert.Multiple(static () =>
    {
        Assert.That(static () => new StepCost(0.5), Throws.ArgumentException);
        Assert.That(static () => new StepCost(0.5, TimeSpan.Zero), Throws.ArgumentException);
    });

    private static async Coroutine Answer() => await Sim.WaitFor(Work(), TimeSpan.FromMilliseconds(40));

    private static async Coroutine Work()
    {
        for (int i = 0; i < 3; i++)
        {
            await Sim.Sleep(10);
        }
    }
}
