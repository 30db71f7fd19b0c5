using FsCheck;

namespace SimAsync.Properties;

/// <summary>What the primitives promise in every interleaving, also to tasks that are cancelled while they wait.</summary>
[TestFixture]
public sealed class SyncProperties
{
    [Property]
    public bool Lock_TasksThatAreCancelledWhileTheyQueue_IsHeldByOneAtATimeAndFreeAtTheEnd(ulong seed, byte[] cancelAfter)
    {
        int inside = 0;
        bool alone = true;
        var mutex = new SimLock();
        Run(seed, async Coroutine () =>
        {
            async Coroutine Work()
            {
                using SimReleaser held = await mutex.Hold();
                alone &= ++inside == 1;
                try
                {
                    await Sim.Sleep(1);
                }
                finally
                {
                    inside--;
                }
            }

            await CancelSome(Enumerable.Range(0, 6).Select(_ => Sim.CreateTask(Work())), cancelAfter);
        });
        return alone && !mutex.IsLocked;
    }

    [Property]
    public bool Semaphore_TasksThatAreCancelledWhileTheyQueue_KeepsItsPermits(ulong seed, byte[] cancelAfter)
    {
        int inside = 0;
        bool within = true;
        var semaphore = new SimSemaphore(2);
        Run(seed, async Coroutine () =>
        {
            async Coroutine Work()
            {
                using SimReleaser held = await semaphore.Hold();
                within &= ++inside <= 2;
                try
                {
                    await Sim.Sleep(1);
                }
                finally
                {
                    inside--;
                }
            }

            await CancelSome(Enumerable.Range(0, 6).Select(_ => Sim.CreateTask(Work())), cancelAfter);
        });
        return within && semaphore.Value == 2;
    }

    [Property]
    public bool Queue_GettersThatAreCancelled_LosesNothingAndGivesNothingTwice(ulong seed, byte[] cancelAfter, byte size)
    {
        List<int> taken = [];
        List<int> put = [];
        var queue = new SimQueue<int>(size % 3);
        Run(seed, async Coroutine () =>
        {
            async Coroutine Take()
            {
                for (int i = 0; i < 3; i++)
                {
                    taken.Add(await queue.Get());
                }
            }

            async Coroutine Put(int from)
            {
                for (int i = from; i < from + 3; i++)
                {
                    await queue.Put(i);
                    put.Add(i);
                }
            }

            SimTask[] tasks = [.. new[] { Put(0), Put(10), Take(), Take(), Take() }.Select(static coroutine => Sim.CreateTask(coroutine))];
            await CancelSome(tasks.Skip(2), cancelAfter);
            foreach (SimTask task in tasks)
            {
                task.Cancel();
            }

            await Sim.Wait(tasks);
            while (!queue.IsEmpty)
            {
                taken.Add(queue.GetNow());
            }
        });
        return taken.Order().SequenceEqual(put.Order());
    }

    [Property]
    public bool Gather_AnyDelays_GivesResultsInTheOrderOfItsOperands(ulong seed, byte[] delays)
    {
        int[] results = [];
        Run(seed, async Coroutine () => results = await Sim.Gather(delays.Select(static (delay, i) => Sim.Sleep(TimeSpan.FromMilliseconds(delay % 5), i))));
        return results.SequenceEqual(Enumerable.Range(0, delays.Length));
    }

    [Property]
    public bool Sleep_AnyDelay_EndsExactlyThen(ulong seed, ushort[] delays)
    {
        bool exact = true;
        Run(seed, async Coroutine () =>
        {
            async Coroutine Sleeper(int delay)
            {
                TimeSpan before = Sim.Now;
                await Sim.Sleep(delay);
                exact &= Sim.Now == before + TimeSpan.FromMilliseconds(delay);
            }

            await Sim.Gather(delays.Select(static delay => (int)delay).Select(Sleeper));
        });
        return exact;
    }

    [Property]
    public bool TaskGroup_SomeTasksFail_NoneOutlivesItAndEachErrorIsInIt(ulong seed, bool[] fails)
    {
        SimTask[] tasks = [];
        int thrown = 0;
        int told = 0;
        bool ended = true;
        Run(seed, async Coroutine () =>
        {
            async Coroutine Work(bool fail, int delay)
            {
                await Sim.Sleep(delay % 3);
                if (fail)
                {
                    thrown++;
                    throw new InvalidOperationException();
                }
            }

            try
            {
                await TaskGroup.Run(async Coroutine (group) =>
                {
                    tasks = [.. fails.Select((fail, i) => group.CreateTask(Work(fail, i)))];
                    await Sim.Yield();
                });
            }
            catch (AggregateException e)
            {
                told = e.InnerExceptions.Count;
            }

            ended = tasks.All(static task => task.IsDone);
        });
        return ended && told == thrown && (thrown > 0) == fails.Contains(true);
    }

    [Property]
    public bool Timeout_AnyDelayAndWork_ExpiresIffTheWorkTakesLonger(ulong seed, byte delay, byte work)
    {
        bool? expired = null;
        Run(seed, async Coroutine () =>
        {
            try
            {
                await Sim.Timeout(TimeSpan.FromMilliseconds(delay), async Coroutine () => await Sim.Sleep(work));
                expired = false;
            }
            catch (TimeoutException)
            {
                expired = true;
            }
        });

        // At one instant either may be first: that is a choice. A sleep of 0 is over before any timeout but one of 0.
        return expired == (work > delay) || work == delay || (work == 0 && delay == 0);
    }

    private static void Run(ulong seed, Func<Coroutine> main) =>
        Simulation.Run(main, new RunOptions { Strategy = Strategy.Random, Seed = seed });

    // After each delay the next task is cancelled; then all are awaited, whatever became of them.
    private static async Coroutine CancelSome(IEnumerable<SimTask> started, byte[] cancelAfter)
    {
        SimTask[] tasks = [.. started];
        foreach ((SimTask task, byte delay) in tasks.Zip(cancelAfter))
        {
            if (delay % 4 != 0)
            {
                await Sim.Sleep((delay % 4) - 1);
                task.Cancel();
            }
        }

        await Sim.Wait(tasks, TimeSpan.FromSeconds(1));
    }
}
