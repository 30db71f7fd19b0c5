namespace SimAsync.Tests.Sync;

public sealed class SimQueueTests
{
    [Test]
    public void PutAndGet_WithCancellationsAtAnyStep_LoseAndDoubleNothing([Range(0, 10)] int strike)
    {
        for (ulong seed = 0; seed < 40; seed++)
        {
            RunReport report = Simulation.Observe(
                async Coroutine () =>
                {
                    var queue = new SimQueue<int>(2);
                    var put = new List<int>();
                    var got = new List<int>();
                    SimTask[] putters = [.. Enumerable.Range(0, 6).Select(i => Sim.CreateTask(Put(i)))];
                    SimTask[] getters = [.. Enumerable.Range(0, 4).Select(_ => Sim.CreateTask(Get()))];
                    for (int i = 0; i < strike; i++)
                    {
                        await Sim.Yield();
                    }

                    putters[2].Cancel();
                    putters[4].Cancel();
                    getters[0].Cancel();
                    getters[2].Cancel();
                    await Sim.Wait<SimFuture>([.. putters, .. getters], TimeSpan.FromSeconds(1));
                    while (!queue.IsEmpty)
                    {
                        got.Add(queue.GetNow());
                        await Sim.Sleep(1); // Whoever was woken goes on before time does.
                    }

                    Assert.That(putters.All(static task => task.IsDone), "A putter was forgotten although there is room.");
                    Assert.That(got.Order(), Is.EqualTo(put.Order()));

                    async Coroutine Put(int i)
                    {
                        await queue.Put(i);
                        put.Add(i);
                    }

                    async Coroutine Get() => got.Add(await queue.Get());
                },
                new RunOptions { Strategy = seed == 0 ? Strategy.InOrder : Strategy.Random, Seed = seed });
            Assert.That(report.Exception, Is.Null);
        }
    }

    [Test]
    public void GetNow_EmptyFullOrShutDown_SaysWhich()
    {
        Simulation.Run(async Coroutine () =>
        {
            var queue = new SimQueue<int>(1, "jobs");
            Assert.That(() => queue.GetNow(), Throws.TypeOf<QueueEmptyException>().With.Message.Contains("Queue 'jobs'"));
            queue.PutNow(1);
            Assert.That(() => queue.PutNow(2), Throws.TypeOf<QueueFullException>().With.Message.Contains("Queue 'jobs'"));
            queue.Shutdown();
            Assert.That(() => queue.PutNow(2), Throws.TypeOf<QueueShutDownException>());
            Assert.That(queue.GetNow(), Is.EqualTo(1));
            Assert.That(() => queue.GetNow(), Throws.TypeOf<QueueShutDownException>());
            queue.TaskDone();
            Assert.That(queue.TaskDone, Throws.InvalidOperationException);
            await queue.Join();
        });
    }

    [Test]
    public void GetNow_OfEachKind_GivesItsOwnOrder()
    {
        Simulation.Run(async Coroutine () =>
        {
            Assert.That(Drain(new SimQueue<int>()), Is.EqualTo([3, 1, 2, 1]));
            Assert.That(Drain(new SimLifoQueue<int>()), Is.EqualTo([1, 2, 1, 3]));
            Assert.That(Drain(new SimPriorityQueue<int>()), Is.EqualTo([1, 1, 2, 3]));
            Assert.That(Drain(new SimPriorityQueue<int>(comparer: Comparer<int>.Create(static (a, b) => b - a))), Is.EqualTo([3, 2, 1, 1]));
            await Sim.Yield();
        });

        static List<int> Drain(SimQueue<int> queue)
        {
            Array.ForEach([3, 1, 2, 1], queue.PutNow);
            var all = new List<int>();
            while (!queue.IsEmpty)
            {
                all.Add(queue.GetNow());
            }

            return all;
        }
    }
}
