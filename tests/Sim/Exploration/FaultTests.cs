namespace SimAsync.Tests.Exploration;

/// <summary>Faults that the strategy injects: as likely as asked for, shrunk away where they have no part, and played again.</summary>
public sealed class FaultTests
{
    [Test]
    public void Fault_InOrder_NeverIs() =>
        Assert.That(Simulation.Run(static async Task<bool> () => await Task.FromResult(Sim.Fault("lost", 0.99))), Is.False);

    [Test]
    public void Fault_WithCertainty_IsWhatItSays([Values("in-order", "random", "exhaustive")] string strategy)
    {
        var options = new RunOptions { Strategy = Strategy.Parse(strategy) };
        Assert.That(Simulation.Run(static async Task<(bool, bool)> () => await Task.FromResult((Sim.Fault("never", 0), Sim.Fault("always", 1))), options), Is.EqualTo((false, true)));
    }

    [TestCase("random")]
    [TestCase("urw")]
    public void Fault_AtRandom_IsAsLikelyAsAskedFor(string strategy)
    {
        int faults = 0;
        Simulation.Explore(
            async Coroutine () =>
            {
                await Sim.Yield();
                faults += Sim.Fault("lost", 0.2) ? 1 : 0;
            },
            new ExploreOptions { Runs = 10_000, Strategy = Strategy.Parse(strategy), DeterminismSample = 0 });

        Assert.That(faults, Is.InRange(1850, 2150));
    }

    // Three sendings, and the failure needs the second to be lost: the other faults are shrunk away.
    [TestCase("random")]
    [TestCase("portfolio")]
    [TestCase("exhaustive")]
    public void Fault_ThatMatters_IsAllThatIsLeft(string strategy)
    {
        ExploreReport report = Simulation.Explore(Send, new ExploreOptions { Strategy = Strategy.Parse(strategy) });

        Assert.That(report.Failure?.Exception.Message, Is.EqualTo("The second is missing."));
        Assert.That(report.Failure!.Deviations, Is.EqualTo(1));
        Assert.That(() => Simulation.Replay(report.Failure.ReplayCode, Send), Throws.InvalidOperationException);
        Assert.That(report.Failure.Report.Trace.OfType<TraceEvent.Chosen>().Select(static chosen => chosen.ToString()), Has.Some.Contains("send 2"));
    }

    [TestCase(-0.1)]
    [TestCase(1.1)]
    [TestCase(double.NaN)]
    public void Fault_WithAProbabilityThatIsNone_IsRefused(double probability) =>
        Assert.That(() => Simulation.Run(async Task () => await Task.FromResult(Sim.Fault("lost", probability))), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void Fault_OutsideASimulation_SaysSo() =>
        Assert.That(static () => Sim.Fault("lost"), Throws.InvalidOperationException.With.Message.StartsWith("Sim.Fault needs a running simulation"));

    private static async Coroutine Send()
    {
        var arrived = new HashSet<int>();
        for (int i = 1; i <= 3; i++)
        {
            await Sim.Yield();
            if (!Sim.Fault($"send {i}", 0.4))
            {
                arrived.Add(i);
            }
        }

        if (!arrived.Contains(2))
        {
            throw new InvalidOperationException("The second is missing.");
        }
    }
}
