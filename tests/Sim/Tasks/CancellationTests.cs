namespace SimAsync.Tests.Tasks;

/// <summary>Long chains and rings of tasks, where CPython recurses.</summary>
public sealed class CancellationTests
{
    private const int Long = 100_000;

    private static readonly string[] Links = ["direct", "gather", "gather of two", "shield", "wait for", "wait", "timeout", "mixed"];

    [Test]
    public void Chain_Completed_NeedsNoStack()
    {
        int sum = Simulation.Run(async Coroutine<int> () => await Chain(Long, async Coroutine<int> () =>
        {
            await Sim.Sleep(1);
            return 0;
        }));

        Assert.That(sum, Is.EqualTo(Long));
    }

    [Test]
    public void Chain_Cancelled_NeedsNoStack()
    {
        Simulation.Run(async Coroutine () =>
        {
            var source = new SimFuture<int>();
            var tasks = new List<SimTask<int>>();
            SimTask<int> outermost = Chain(Long, async Coroutine<int> () => await source, tasks);
            await Sim.Yield();
            outermost.Cancel("all");
            Assert.That(source.IsCancelled);
            await Sim.Wait([outermost]);
            Assert.That(tasks.All(static task => task.IsCancelled));
        });
    }

    [Test]
    public void Chain_ThroughGathersCancelled_NeedsNoStack()
    {
        Simulation.Run(async Coroutine () =>
        {
            var source = new SimFuture<int>();
            SimFuture<int[]> at = Sim.Gather<int>(source);
            for (int i = 0; i < Long / 2; i++)
            {
                at = Sim.Gather<int>(Sim.CreateTask(First(at)));
            }

            await Sim.Yield();
            at.Cancel();
            Assert.That(source.IsCancelled);
            await Sim.Wait([at]);
        });

        static async Coroutine<int> First(SimFuture<int[]> gather) => (await gather)[0];
    }

    [Test]
    public void Chain_Failed_PassesTheExceptionOnWithWhereItCameFrom()
    {
        RunReport report = Simulation.Observe(async Coroutine<int> () => await Chain(Long, async Coroutine<int> () =>
        {
            await Sim.Sleep(1);
            throw new FormatException();
        }));

        Assert.That(report.Exception, Is.TypeOf<FormatException>());
        Assert.That(report.Exception!.StackTrace, Does.Contain(nameof(Chain_Failed_PassesTheExceptionOnWithWhereItCameFrom)));
        Assert.That(report.Warnings, Is.Empty);
    }

    [Test]
    public void Ring_LeftAtTheEndOfTheRun_Ends([ValueSource(nameof(Links))] string link, [Values(1, 2, 3, 7, 200)] int length, [Values] bool inOrder)
    {
        RunReport report = Simulation.Observe(
            async Coroutine () =>
            {
                MakeRing(link, length);
                await Sim.Sleep(1);
            },
            new RunOptions { Strategy = inOrder ? Strategy.InOrder : Strategy.Random });

        Assert.That(report.Exception, Is.Null);
        Assert.That(report.Stuck, Is.Empty);
        Assert.That(report.Warnings.Where(static warning => warning.Kind is SimWarningKind.DestroyedPending), Is.Empty);
    }

    [Test]
    public void Ring_OneIsCancelled_AllEnd([ValueSource(nameof(Links))] string link, [Values(2, 3, 7)] int length)
    {
        Simulation.Run(async Coroutine () =>
        {
            SimTask[] ring = MakeRing(link, length);
            await Sim.Sleep(1);
            Assert.That(ring[0].Cancel());
            await Sim.Sleep(1);
            // A shield or a wait holds a cancellation back from what is behind it, though the end of that task comes through.
            Assert.That(ring[0].IsDone);
            if (link is not ("shield" or "wait" or "mixed"))
            {
                Assert.That(ring.All(static task => task.IsCancelled));
            }
        });
    }

    [Test]
    public void Ring_WaitedFor_IsADeadlockThatNamesEachTask()
    {
        RunReport report = Simulation.Observe(async Coroutine () => await MakeRing("direct", 3)[0]);

        var deadlock = report.Exception as DeadlockException;
        Assert.That(deadlock, Is.Not.Null);
        Assert.That(deadlock!.Waits.Select(static wait => wait.Name), Is.EqualTo(["main", "ring 0", "ring 1", "ring 2"]));
        Assert.That(deadlock.Waits.Select(static wait => wait.For),
            Is.EqualTo(["root.1.1 'ring 0'", "root.1.2 'ring 1'", "root.1.3 'ring 2'", "root.1.1 'ring 0'"]));
        Assert.That(deadlock.WaitsOutside, Is.False);
    }

    private static SimTask<int> Chain(int length, Func<Coroutine<int>> innermost, List<SimTask<int>>? tasks = null)
    {
        SimTask<int> at = Sim.CreateTask(innermost());
        tasks?.Add(at);
        for (int i = 0; i < length; i++)
        {
            at = Sim.CreateTask(Next(at));
            tasks?.Add(at);
        }

        return at;

        static async Coroutine<int> Next(SimTask<int> before) => 1 + await before;
    }

    private static SimTask[] MakeRing(string link, int length)
    {
        var ring = new SimTask[length];
        for (int i = 0; i < length; i++)
        {
            ring[i] = Sim.CreateTask(Link(link == "mixed" ? Links[i % (Links.Length - 1)] : link, i), $"ring {i}");
        }

        return ring;

        async Coroutine Link(string kind, int i)
        {
            await Sim.Yield();
            SimTask next = ring[(i + 1) % length];
            switch (kind)
            {
                case "direct":
                    await next;
                    break;
                case "gather":
                    await Sim.Gather((SimFuture)next);
                    break;
                case "gather of two":
                    await Sim.Gather((SimFuture)next, new SimFuture<int>());
                    break;
                case "shield":
                    await Sim.Shield(next);
                    break;
                case "wait for":
                    await Sim.WaitFor((SimFuture)next, TimeSpan.FromHours(1));
                    break;
                case "wait":
                    await Sim.Wait([next]);
                    break;
                default:
                    await Sim.Timeout(TimeSpan.FromHours(1), async Coroutine () => await next);
                    break;
            }
        }
    }
}
