namespace SimAsync.Tests.Apis;

/// <summary>No false alarm: what is right is never told to be wrong, and never left out of the simulation.</summary>
public sealed class CorrectProgramTests
{
    private static IEnumerable<TestCaseData> All => CorrectPrograms.All.Select(static one => new TestCaseData(one.Program).SetArgDisplayNames(one.Name));

    [TestCaseSource(nameof(All))]
    public void Program_10000Runs_NothingReported(Func<Task> program)
    {
        ExploreReport report = Simulation.Explore(program, new ExploreOptions { Runs = 10_000, NoTasksLeft = true });

        Assert.That(report.Failure, Is.Null);
        Assert.That(report.Runs, Is.EqualTo(10_000));
    }
}
