namespace SimAsync.Examples.Docs;

/// <summary>The code in docs/exploration.md.</summary>
public sealed class ExplorationSnippets
{
    // docs: explore-exhaustive
    [Test]
    public void Transfer_UnderALock_IsRightInEveryInterleaving()
    {
        ExploreReport report = Simulation.Explore(Transfers, new ExploreOptions { Strategy = Strategy.Exhaustive(reduce: true), Runs = 10_000 });
        report.ThrowIfFailed();
        Assert.That(report.Complete);
    }

    private static async Coroutine Transfers()
    {
        var balance = new Shared<int>(100);
        var gate = new SimLock();
        await Sim.Gather(Move(10), Move(20), Move(30));
        Assert.That(balance.Value, Is.EqualTo(160));

        async Coroutine Move(int amount)
        {
            using (await gate.Hold())
            {
                int old = balance.Value;
                await Sim.Yield();
                balance.Value = old + amount;
            }
        }
    }
    // docs end

    // docs: explore-fault
    [Test]
    public void Send_TwiceUnlessAnswered_ArrivesInAllRuns() => Simulation.Explore(async () =>
    {
        bool arrived = false;
        for (int attempt = 1; attempt <= 3 && !arrived; attempt++)
        {
            await Task.Delay(100);
            arrived = attempt == 3 || !Sim.Fault("lost", 0.3);
        }

        Assert.That(arrived);
    }).ThrowIfFailed();
    // docs end

    [Test]
    public void Progress_Shown_IsASummaryAtMost() => Assert.That(Explored(Transfers).Failure, Is.Null);

    private static ExploreReport Explored(Func<Coroutine> test)
    {
        // docs: explore-progress
        var options = new ExploreOptions { Runs = 1_000, Progress = ExploreProgress.To(Console.Error, isTerminal: !Console.IsErrorRedirected) };
        ExploreReport report = Simulation.Explore(test, options);
        // docs end
        return report;
    }

    /// <summary>What the report of <see cref="Transfers"/> says.</summary>
    public static string Report() => Simulation.Explore(Transfers, new ExploreOptions { Strategy = Strategy.Exhaustive(reduce: true), Runs = 10_000 }).ToString();
}
