using SimAsync.Exploration;
using SimAsync.Scheduler;
using SimAsync.TestSupport.Programs;

namespace SimAsync.Tests.Exploration;

/// <summary>What shrinking leaves: nothing that can be taken away, and as few deviations as there can be.</summary>
public sealed class ShrinkerTests
{
    private const int Seeds = 10;

    // As few as exhaustive search with a bound on deviations finds.
    private static readonly Dictionary<string, int> Fewest = new()
    {
        ["account"] = 2,
        ["bluetooth"] = 2,
        ["reorder_3"] = 1,
        ["reorder_5"] = 1,
        ["reorder_10"] = 1,
        ["twostage_1"] = 2,
        ["stringbuffer"] = 2,
        ["din_phil_3"] = 0,
        ["wronglock"] = 0,
    };

    private static readonly BugProgram[] Known = [.. BugPrograms.All.Where(static one => Fewest.ContainsKey(one.Name))];
    private static readonly BugProgram[] Hard = [.. BugPrograms.All.Where(static one => one.Name is "twostage_20" or "stack" or "lost_update" or "reorder_20")];

    [Test]
    public void Shrink_WhereTheLeastIsKnown_ReachesIt([ValueSource(nameof(Known))] BugProgram program)
    {
        var failures = Enumerable.Range(1, Seeds).Select(seed => Explore(program, (ulong)seed)).ToList();

        Assert.That(failures.Select(static failure => failure.Deviations), Is.All.EqualTo(Fewest[program.Name]));
        Assert.That(failures.Select(static failure => failure.ReplayCode.Length), Is.All.LessThanOrEqualTo(200));
    }

    [Test]
    public void Fewest_OfEach_IsWhatBoundedSearchFinds([ValueSource(nameof(Known))] BugProgram program)
    {
        int least = 0;
        while (Simulation.Explore(program.AllReady, new ExploreOptions { Strategy = Strategy.Exhaustive(least), Runs = 100_000, Shrink = false }).Failure is null)
        {
            least++;
        }

        Assert.That(least, Is.EqualTo(Fewest[program.Name]));
    }

    [Test]
    public void Shrink_WhatIsLeft_CannotLoseADeviation([ValueSource(nameof(Hard))] BugProgram program)
    {
        SimulationFailure failure = Explore(program, 3);
        IReadOnlyList<Deviation> left = failure.Report.Recording!.Deviations;
        string origin = FailureOrigin.Of(failure.Exception);

        Assert.That(failure.IsReproducible);
        for (int i = 0; i < left.Count; i++)
        {
            RunReport without = Simulation.Observe(program.AllReady, new RunOptions { Strategy = Strategy.Guided([.. left.Take(i), .. left.Skip(i + 1)]) });
            Assert.That(without.Exception is { } exception && FailureOrigin.Of(exception) == origin, Is.False, $"without deviation {i + 1} of {left.Count} it fails, too");
        }
    }

    [Test]
    public void Shrink_WithABudget_KeepsToIt()
    {
        BugProgram program = Hard[0];
        foreach (int budget in new[] { 0, 1, 7 })
        {
            SimulationFailure failure = Simulation.Explore(program.AllReady, new ExploreOptions { Seed = 3, Runs = 5000, ShrinkRuns = budget }).Failure!;
            Assert.That(failure.ShrinkRuns, Is.LessThanOrEqualTo(budget));
            Assert.That(failure.IsReproducible);
        }
    }

    private static SimulationFailure Explore(BugProgram program, ulong seed) =>
        Simulation.Explore(program.AllReady, new ExploreOptions { Seed = seed, Runs = 5000 }).Failure!;
}
