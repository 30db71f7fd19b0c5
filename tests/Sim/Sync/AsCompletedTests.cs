namespace SimAsync.Tests.Sync;

public sealed class AsCompletedTests
{
    [Test]
    public void GetEnumerator_WithLinq_GivesResultsInOrderOfCompletion()
    {
        Simulation.Run(async Coroutine () =>
        {
            var results = new List<int>();
            foreach (Coroutine<int> next in Sim.AsCompleted([After(30), After(10), After(20)]).AsEnumerable().Where(static _ => true))
            {
                results.Add(await next);
            }

            Assert.That(results, Is.EqualTo([10, 20, 30]));
        });
    }

    [Test]
    public void GetAsyncEnumerator_FromACoroutineAndFromPlainCode_GivesTheFutures()
    {
        Simulation.Run(async Coroutine () =>
        {
            SimTask<int>[] tasks = [Sim.CreateTask(After(30)), Sim.CreateTask(After(10))];
            var seen = new List<SimFuture>();
            await foreach (SimFuture done in Sim.AsCompleted<int>(tasks))
            {
                Assert.That(done.IsDone);
                seen.Add(done);
            }

            Assert.That(seen, Is.EqualTo([tasks[1], tasks[0]]));
        });

        Simulation.Run(async () =>
        {
            SimTask<int>[] tasks = [Sim.CreateTask(After(30)), Sim.CreateTask(After(10))];
            var seen = new List<SimFuture>();
            await foreach (SimFuture done in Sim.AsCompleted<int>(tasks))
            {
                seen.Add(done);
            }

            await foreach (SimFuture done in (IAsyncEnumerable<SimFuture>)Sim.AsCompleted<int>(tasks))
            {
                seen.Add(done);
            }

            Assert.That(seen, Is.EqualTo([tasks[1], tasks[0], tasks[0], tasks[1]]));
        });
    }

    [Test]
    public void GetEnumerator_OutOfTime_ThrowsForEachThatIsLeft()
    {
        Simulation.Run(async Coroutine () =>
        {
            int results = 0;
            int timeouts = 0;
            foreach (Coroutine<int> next in Sim.AsCompleted([After(30), After(10), After(40)], TimeSpan.FromMilliseconds(20)))
            {
                try
                {
                    await next;
                    results++;
                }
                catch (TimeoutException)
                {
                    timeouts++;
                }
            }

            Assert.That((results, timeouts, Sim.Now), Is.EqualTo((1, 2, TimeSpan.FromMilliseconds(20))));
        });
    }

    private static async Coroutine<int> After(int milliseconds)
    {
        await Sim.Sleep(milliseconds);
        return milliseconds;
    }
}
