namespace SimAsync.Tests.Sync;

public sealed class SimConditionTests
{
    [Test]
    public void Wait_CancelledAtAnyStep_HoldsTheLockAndPassesTheNotificationOn([Range(0, 12)] int strike)
    {
        for (ulong seed = 0; seed < 40; seed++)
        {
            RunReport report = Simulation.Observe(
                async Coroutine () =>
                {
                    var changed = new SimCondition();
                    int items = 0;
                    int taken = 0;
                    SimTask[] takers = [.. Enumerable.Range(0, 4).Select(_ => Sim.CreateTask(Take()))];
                    SimTask giver = Sim.CreateTask(Give());
                    for (int i = 0; i < strike; i++)
                    {
                        await Sim.Yield();
                    }

                    takers[0].Cancel();
                    takers[2].Cancel();
                    await Sim.Wait<SimFuture>([takers[1], takers[3], giver], TimeSpan.FromSeconds(1));
                    await Sim.Wait(takers, TimeSpan.FromSeconds(1));
                    Assert.That(changed.IsLocked, Is.False);
                    // Two or more were given and each is taken, or a notification was lost.
                    Assert.That(items == 0 || takers.All(static task => task.IsDone), $"{items} left, {taken} taken");

                    async Coroutine Take()
                    {
                        using SimReleaser held = await changed.Hold();
                        try
                        {
                            await changed.WaitFor(() => items > 0);
                        }
                        catch (CancelledException)
                        {
                            Assert.That(changed.IsLocked);
                            throw;
                        }

                        items--;
                        taken++;
                    }

                    async Coroutine Give()
                    {
                        for (int i = 0; i < 2; i++)
                        {
                            using SimReleaser held = await changed.Hold();
                            items++;
                            changed.Notify();
                        }
                    }
                },
                new RunOptions { Strategy = seed == 0 ? Strategy.InOrder : Strategy.Random, Seed = seed });
            Assert.That(report.Exception, Is.Null);
        }
    }

    [Test]
    public void Wait_WithoutTheLock_IsRefused()
    {
        RunReport report = Simulation.Observe(static async Coroutine () => await new SimCondition(name: "full").Wait());

        Assert.That(report.Exception, Is.TypeOf<InvalidOperationException>().With.Message.Contains("Condition 'full'"));
        Assert.That(() => new SimCondition().Notify(), Throws.InvalidOperationException);
    }
}
