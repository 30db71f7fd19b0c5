namespace SimAsync.Tests.Exploration;

public sealed class RunOptionsTests
{
    private static readonly (string Property, Func<RunOptions> Make)[] Wrong =
    [
        ("MaxSteps", static () => new RunOptions { MaxSteps = 0 }),
        ("MaxSteps", static () => new RunOptions { MaxSteps = -1 }),
        ("MaxTime", static () => new RunOptions { MaxTime = TimeSpan.Zero }),
        ("MaxTime", static () => new RunOptions { MaxTime = TimeSpan.FromSeconds(-1) }),
        ("ForeignWait", static () => new RunOptions { ForeignWait = TimeSpan.Zero }),
        ("Runs", static () => new ExploreOptions { Runs = 0 }),
        ("ShrinkRuns", static () => new ExploreOptions { ShrinkRuns = -1 }),
    ];

    [Test]
    public void Set_OutOfRange_NamesTheProperty([Range(0, 6)] int i)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Wrong[i].Make());

        Assert.That(error!.ParamName, Is.EqualTo(Wrong[i].Property));
    }

    [Test]
    public void Set_StrategyNull_NamesTheProperty() =>
        Assert.That(static () => new RunOptions { Strategy = null! }, Throws.ArgumentNullException.With.Property("ParamName").EqualTo("Strategy"));

    [Test]
    public void New_Defaults_AreThoseDocumented()
    {
        var run = new RunOptions();
        var explore = new ExploreOptions();

        Assert.That((run.Strategy, run.Seed, run.MaxSteps, run.MaxTime, run.EagerTasks, run.Debug, run.Trace, run.ForeignThreads),
            Is.EqualTo((Strategy.InOrder, 0UL, 1_000_000, (TimeSpan?)null, false, false, false, false)));
        Assert.That((explore.Strategy, explore.Runs, explore.Shrink, explore.ShrinkRuns, explore.MaxSteps), Is.EqualTo((Strategy.Portfolio, 1000, true, 1000, 100_000)));
    }
}
