using SimAsync.TestSupport.Programs;

namespace SimAsync.Tests.Programs;

/// <summary>Each program fails in some interleavings and passes in others, and what it fails with is its bug.</summary>
public sealed class BugProgramTests
{
    private static readonly HashSet<string> Deadlocks = ["deadlock01", "din_phil_3", "din_phil_7", "carter01"];

    // A random walk finds these less than once in 100,000 runs: main has to make all the tasks before any of them comes to its second write.
    private static readonly HashSet<string> TooRare = ["reorder_10, staged", "reorder_20, staged", "twostage_20, staged"];

    private static IEnumerable<TestCaseData> Everything => All.Select(static one => one.Case);

    private static IEnumerable<TestCaseData> WhatRandomFinds => All.Where(static one => !TooRare.Contains(one.Name)).Select(static one => one.Case);

    private static IEnumerable<(string Name, TestCaseData Case)> All => BugPrograms.All.SelectMany(static program =>
        new[] { ($"{program.Name}, all ready", program.AllReady), ($"{program.Name}, staged", program.Staged) }.Select(form =>
            (form.Item1, new TestCaseData(form.Item2, Deadlocks.Contains(program.Name) ? typeof(DeadlockException) : typeof(BugException)).SetArgDisplayNames(form.Item1))));

    [TestCaseSource(nameof(WhatRandomFinds))]
    public void Explore_Random_FindsTheBugAndReplaysIt(Func<Coroutine> program, Type bug)
    {
        // The rarest fails in one run of some 330: 5,000 all pass with a chance of e^-15, and the seed is fixed.
        SimulationFailure failure = Simulation.Explore(program, new ExploreOptions { Strategy = Strategy.Random, Seed = 1, Runs = 5000, Shrink = false }).Failure!;

        Assert.That(failure, Is.Not.Null);
        Assert.That(failure.Exception, Is.TypeOf(bug));
        Assert.That(failure.IsReproducible);
        Assert.That(() => Simulation.Replay(failure.ReplayCode, program), Throws.TypeOf(bug).With.Message.EqualTo(failure.Exception.Message));
    }

    [TestCaseSource(nameof(Everything))]
    public void Observe_InOrder_PassesOrFailsWithTheBug(Func<Coroutine> program, Type bug) =>
        Assert.That(Simulation.Observe(program).Exception, Is.Null.Or.TypeOf(bug));

    [TestCaseSource(nameof(Everything))]
    public void Observe_Random_PassesInSomeRunAndFailsOnlyWithTheBug(Func<Coroutine> program, Type bug)
    {
        // The one that passes least does so in one run of some 100: none of 1,000 passes with a chance of e^-10, and the seeds are fixed.
        Exception?[] outcomes = [.. Enumerable.Range(0, 1000).Select(seed =>
            Simulation.Observe(program, new RunOptions { Strategy = Strategy.Random, Seed = (ulong)seed }).Exception)];

        Assert.That(outcomes, Has.Some.Null);
        Assert.That(outcomes, Has.All.Null.Or.TypeOf(bug));
    }
}
