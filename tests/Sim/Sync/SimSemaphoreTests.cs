namespace SimAsync.Tests.Sync;

public sealed class SimSemaphoreTests
{
    [Test]
    public void Acquire_CancelledAtAnyStep_LosesNoPermit([Range(0, 12)] int strike)
    {
        for (ulong seed = 0; seed < 40; seed++)
        {
            int inside = 0;
            RunReport report = Simulation.Observe(
                async Coroutine () =>
                {
                    var permits = new SimBoundedSemaphore(2);
                    SimTask[] tasks = [.. Enumerable.Range(0, 6).Select(_ => Sim.CreateTask(Work()))];
                    for (int i = 0; i < strike; i++)
                    {
                        await Sim.Yield();
                    }

                    Array.ForEach(tasks[1..5], static task => task.Cancel());
                    await Sim.Wait(tasks);
                    Assert.That((permits.Value, permits.IsLocked), Is.EqualTo((2, false)));
                    Assert.That(permits.Release, Throws.TypeOf<SemaphoreFullException>());

                    async Coroutine Work()
                    {
                        using SimReleaser held = await permits.Hold();
                        Assert.That(++inside, Is.LessThanOrEqualTo(2));
                        try
                        {
                            await Sim.Yield();
                        }
                        finally
                        {
                            inside--;
                        }
                    }
                },
                new RunOptions { Strategy = seed == 0 ? Strategy.InOrder : Strategy.Random, Seed = seed });
            Assert.That(report.Exception, Is.Null);
        }
    }

    [Test]
    public void Acquire_NeverReleased_NamesAllWhoHoldIt()
    {
        RunReport report = Simulation.Observe(async Coroutine () =>
        {
            var permits = new SimSemaphore(2, "pool");
            await Sim.Gather(Enumerable.Range(0, 3).Select(_ => permits.Acquire()).ToArray().Append(Block()).ToArray());

            async Coroutine Block()
            {
                await permits.Acquire();
            }
        });

        var deadlock = report.Exception as DeadlockException;
        Assert.That(deadlock, Is.Not.Null);
        Assert.That(deadlock!.Waits[^1].For, Is.EqualTo("Semaphore 'pool' (0 of 2 free)"));
        Assert.That(deadlock.Waits[^1].HeldBy, Is.EqualTo(["root.1.1 'Task-1'", "root.1.2 'Task-2'"]));
    }

    [Test]
    public void New_Negative_IsOutOfRange() =>
        Assert.That(static () => new SimSemaphore(-1), Throws.TypeOf<ArgumentOutOfRangeException>());
}
