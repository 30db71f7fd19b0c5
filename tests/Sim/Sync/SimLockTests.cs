namespace SimAsync.Tests.Sync;

public sealed class SimLockTests
{
    [Test]
    public void Acquire_Contended_IsFairInOrderOfQueueing()
    {
        var order = new List<int>();
        Simulation.Run(async Coroutine () =>
        {
            var mutex = new SimLock();
            await mutex.Acquire();
            var tasks = new List<SimFuture>();
            for (int i = 0; i < 10; i++)
            {
                tasks.Add(Sim.CreateTask(One(i)));
                await Sim.Yield();
            }

            mutex.Release();
            await Sim.Wait(tasks);

            async Coroutine One(int i)
            {
                using SimReleaser held = await mutex.Hold();
                order.Add(i);
                await Sim.Yield();
            }
        });

        Assert.That(order, Is.EqualTo(Enumerable.Range(0, 10)));
    }

    [Test]
    public void Acquire_CancelledAtAnyStep_LeavesNothingHeld([Range(0, 12)] int strike)
    {
        for (ulong seed = 0; seed < 40; seed++)
        {
            int inside = 0;
            RunReport report = Simulation.Observe(
                async Coroutine () =>
                {
                    var mutex = new SimLock();
                    SimTask[] tasks = [.. Enumerable.Range(0, 4).Select(_ => Sim.CreateTask(Work()))];
                    for (int i = 0; i < strike; i++)
                    {
                        await Sim.Yield();
                    }

                    tasks[1].Cancel();
                    tasks[2].Cancel();
                    await Sim.Wait(tasks);
                    Assert.That(mutex.IsLocked, Is.False);
                    await mutex.Acquire();
                    mutex.Release();

                    async Coroutine Work()
                    {
                        for (int n = 0; n < 2; n++)
                        {
                            using SimReleaser held = await mutex.Hold();
                            Assert.That(++inside, Is.EqualTo(1));
                            try
                            {
                                await Sim.Yield();
                            }
                            finally
                            {
                                inside--;
                            }
                        }
                    }
                },
                new RunOptions { Strategy = seed == 0 ? Strategy.InOrder : Strategy.Random, Seed = seed });
            Assert.That(report.Exception, Is.Null);
        }
    }

    [Test]
    public void Release_NotHeld_NamesTheLock() =>
        Assert.That(new SimLock("db").Release, Throws.InvalidOperationException.With.Message.Contains("Lock 'db'"));
}
