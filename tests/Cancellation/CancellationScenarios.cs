using SimAsync.TestSupport.Programs;

namespace SimAsync.Tests.Cancellation;

/// <summary>
/// Small programs that use one combinator each, as a user would, and hold whatever is cancelled between whichever steps. What they say themselves is what nothing else can know; the rest is found by the
/// checks of the runs: tasks, methods and locks left, scopes, deadlocks, exceptions that nobody looks at.
/// </summary>
internal static class CancellationScenarios
{
    public static IReadOnlyDictionary<string, Func<Coroutine>> All { get; } = new Dictionary<string, Func<Coroutine>>
    {
        ["gather"] = Gather,
        ["gather of the stubborn"] = GatherOfTheStubborn,
        ["timeout"] = Timeout,
        ["timeout of the stubborn"] = TimeoutOfTheStubborn,
        ["wait for a task"] = WaitForATask,
        ["wait without time"] = WaitWithoutTime,
        ["shield"] = Shield,
        ["lock"] = Lock,
        ["semaphore of one"] = static () => Semaphore(1),
        ["semaphore of two"] = static () => Semaphore(2),
        ["condition"] = Condition,
        ["condition, cancelled alone"] = ConditionAlone,
        ["queue, getters"] = Getters,
        ["queue, putters"] = Putters,
        ["group"] = Group,
        ["group with a failure"] = GroupWithAFailure,
        ["barrier"] = Barrier,
    };

    /// <summary>The first scenario that fails, and how; null if none does.</summary>
    public static string? FirstFailure(int runs) => All.Keys.Select(name => Explore(name, runs) is { } failed ? $"{name}: {failed}" : null).FirstOrDefault(static failed => failed is not null);

    /// <summary>How a scenario fails; null if it does not.</summary>
    public static string? Explore(string name, int runs) => Simulation.Explore(All[name], Options with { Runs = runs }).Failure is not { } failure ? null
        : $"run {failure.Run}, {failure.Report.Injected.Count} cancelled: {failure.Exception.GetType().Name}: {failure.Exception.Message.Split('\n')[0]}";

    private static ExploreOptions Options { get; } = new()
    {
        NoTasksLeft = true,
        NoMethodsLeft = true,
        NoLocksHeld = true,
        NoUnobservedExceptions = true,
        DeterminismSample = 0,
        Shrink = false,
    };

    // A parent that may be cancelled: it ends, and if it was cancelled, as such.
    private static async Coroutine Cancellable(Coroutine body)
    {
        SimTask parent = Sim.CreateTask(body, "parent");
        Sim.MayCancel(parent);
        await Sim.Wait([parent]);
        Hold(parent.IsCancelled || parent.Cancelling == 0, "a cancellation was lost");
        await parent;
    }

    private static void Hold(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new BugException(otherwise);
        }
    }

    private static async Coroutine Gather()
    {
        int begun = 0;
        int ended = 0;
        Sim.AtEnd("each child that has begun has ended", () => begun == ended);
        await Cancellable(Parent());

        async Coroutine Parent()
        {
            // Of one that passes exceptions on it is known only that it cancels all.
            int[] results = await Sim.Gather(Child(1), Child(2), Child(3));
            Hold(results is [1, 2, 3], "a result is wrong");
            using (Sim.Scope("gather"))
            {
                object?[] all = await Sim.GatherWithExceptions(Child(1), Child(2), Child(3));
                Hold(all is [1, 2, 3], "a result is wrong");
            }
        }

        async Coroutine<int> Child(int number)
        {
            begun++;
            try
            {
                await Sim.Sleep(10 * number);
                await Sim.Yield();
                return number;
            }
            finally
            {
                ended++;
                await Sim.Yield();
            }
        }
    }

    private static async Coroutine GatherOfTheStubborn()
    {
        await Cancellable(Parent());

        static async Coroutine Parent() => await Sim.Gather(Child(), Child());

        static async Coroutine<int> Child()
        {
            try
            {
                await Sim.Sleep(10);
                return 1;
            }
            catch (OperationCanceledException)
            {
                return -1;
            }
        }
    }

    private static async Coroutine Timeout()
    {
        await Cancellable(Parent());

        static async Coroutine Parent()
        {
            foreach (int work in new[] { 5, 10, 15 })
            {
                int result = 0;
                bool isOver = false;
                try
                {
                    result = await Sim.Timeout(TimeSpan.FromMilliseconds(10), async Coroutine<int> () =>
                    {
                        await Sim.Sleep(work);
                        return work;
                    });
                }
                catch (TimeoutException)
                {
                    isOver = true;
                }

                Hold(isOver ? work >= 10 : result == work && work <= 10, "the result is wrong");

                // A timer that was left would strike here.
                await Sim.Sleep(20);
            }
        }
    }

    private static async Coroutine TimeoutOfTheStubborn()
    {
        await Cancellable(Parent());

        static async Coroutine Parent()
        {
            bool wasCancelled = false;
            int result = await Sim.Timeout(TimeSpan.FromMilliseconds(10), async Coroutine<int> (timeout) =>
            {
                try
                {
                    await Sim.Sleep(20);
                    return 1;
                }
                catch (OperationCanceledException) when (timeout.IsExpired && Sim.CurrentTask!.Cancelling == 1)
                {
                    wasCancelled = true;
                    return 2;
                }
            });
            Hold(result == (wasCancelled ? 2 : 1), "the result is wrong");
            await Sim.Yield();
        }
    }

    private static async Coroutine WaitForATask()
    {
        bool hasEnded = false;
        await Cancellable(Parent());

        async Coroutine Parent()
        {
            SimTask<int> worker = Sim.CreateTask(Work());
            using (Sim.Scope("wait for"))
            {
                try
                {
                    await Sim.WaitFor(worker, TimeSpan.FromMilliseconds(10));
                }
                catch (TimeoutException)
                {
                    Hold(hasEnded, "what was waited for goes on");
                }
                catch (OperationCanceledException)
                {
                    Hold(worker.IsDone, "what was waited for was not cancelled");
                    throw;
                }
            }
        }

        async Coroutine<int> Work()
        {
            try
            {
                await Sim.Sleep(10);
                await Sim.Sleep(1);
                return 1;
            }
            finally
            {
                await Sim.Yield();
                hasEnded = true;
            }
        }
    }

    private static async Coroutine WaitWithoutTime()
    {
        await Cancellable(Parent());

        static async Coroutine Parent()
        {
            bool hasBegun = false;
            bool hasEnded = false;
            SimTask worker = Sim.CreateTask(Work());
            try
            {
                await Sim.Sleep(5);
                await Sim.WaitFor(worker, TimeSpan.Zero);
            }
            catch (TimeoutException)
            {
                Hold(hasEnded || !hasBegun, "what was waited for goes on");
            }
            finally
            {
                worker.Cancel();
                await Sim.Wait([worker]);
            }

            async Coroutine Work()
            {
                hasBegun = true;
                try
                {
                    await Sim.Sleep(10);
                }
                finally
                {
                    await Sim.Yield();
                    hasEnded = true;
                }
            }
        }
    }

    private static async Coroutine Shield()
    {
        SimTask<int> inner = Sim.CreateTask(Work());
        try
        {
            await Cancellable(Parent());
        }
        finally
        {
            await Sim.Wait([inner]);
            Hold(!inner.IsCancelled && inner.Result == 1, "what was shielded was cancelled");
        }

        async Coroutine Parent() => Hold(await Sim.Shield(inner) == 1, "the result is wrong");

        static async Coroutine<int> Work()
        {
            await Sim.Sleep(10);
            await Sim.Yield();
            return 1;
        }
    }

    // All have ended, some perhaps cancelled. What one failed with is thrown.
    private static async Coroutine End(IEnumerable<SimTask> tasks)
    {
        foreach (SimTask task in tasks)
        {
            await Sim.Wait([task]);
            if (!task.IsCancelled)
            {
                await task;
            }
        }
    }

    private static async Coroutine Lock()
    {
        var held = new SimLock("of all");
        int inside = 0;
        SimTask[] workers = [.. Enumerable.Range(0, 4).Select(_ => Sim.CreateTask(Work()))];
        Sim.MayCancel(workers[1]);
        Sim.MayCancel(workers[2]);
        await End(workers);
        using (await held.Hold())
        {
        }

        async Coroutine Work()
        {
            using (await held.Hold())
            {
                Hold(++inside == 1, "two are inside");
                try
                {
                    await Sim.Sleep(5);
                }
                finally
                {
                    inside--;
                }
            }
        }
    }

    private static async Coroutine Semaphore(int count)
    {
        var permits = new SimSemaphore(count, "of all");
        int inside = 0;
        SimTask[] workers = [.. Enumerable.Range(0, count + 3).Select(_ => Sim.CreateTask(Work()))];
        Sim.MayCancel(workers[1]);
        Sim.MayCancel(workers[^2]);
        await End(workers);
        Hold(permits.Value == count, "a permit was lost");

        async Coroutine Work()
        {
            using (await permits.Hold())
            {
                Hold(++inside <= count, "too many are inside");
                try
                {
                    await Sim.Sleep(5);
                }
                finally
                {
                    inside--;
                }
            }
        }
    }

    private static async Coroutine Condition()
    {
        var changed = new SimCondition(null, "of all");
        int items = 0;
        SimTask[] consumers = [.. Enumerable.Range(0, 3).Select(_ => Sim.CreateTask(Consume()))];
        Sim.MayCancel(consumers[0]);
        await Sim.Sleep(5);
        for (int i = 0; i < 2; i++)
        {
            using (await changed.Hold())
            {
                items++;
                changed.Notify();
            }

            await Sim.Yield();
        }

        await Sim.Sleep(5);
        Hold(items == 0, "an item is left, and nobody was told");
        foreach (SimTask consumer in consumers)
        {
            consumer.Cancel();
        }

        await End(consumers);

        async Coroutine Consume()
        {
            using (await changed.Hold())
            {
                await changed.WaitFor(() => items > 0);
                items--;
            }
        }
    }

    private static async Coroutine ConditionAlone()
    {
        var changed = new SimCondition(null, "of all");
        SimTask other = Sim.CreateTask(Notify());
        try
        {
            await Cancellable(Parent());
        }
        finally
        {
            await End([other]);
        }

        async Coroutine Parent()
        {
            using (await changed.Hold())
            {
                await changed.Wait();
                Hold(changed.IsLocked, "the lock is not held");
            }
        }

        async Coroutine Notify()
        {
            for (int i = 0; i < 3; i++)
            {
                await Sim.Sleep(5);
                using (await changed.Hold())
                {
                    changed.NotifyAll();
                    await Sim.Sleep(1);
                }
            }
        }
    }

    private static async Coroutine Getters()
    {
        var queue = new SimQueue<int>(0, "of all");
        int got = 0;
        SimTask[] getters = [.. Enumerable.Range(0, 3).Select(_ => Sim.CreateTask(Get()))];
        Sim.MayCancel(getters[0]);
        await Sim.Sleep(5);
        await queue.Put(1);
        await queue.Put(2);
        await Sim.Sleep(5);
        Hold(got == 2, "an item is left, and somebody waits for one");
        foreach (SimTask getter in getters)
        {
            getter.Cancel();
        }

        await End(getters);

        async Coroutine Get()
        {
            await queue.Get();
            got++;
        }
    }

    private static async Coroutine Putters()
    {
        var queue = new SimQueue<int>(1, "of all");
        int put = 0;
        SimTask[] putters = [.. Enumerable.Range(0, 4).Select(number => Sim.CreateTask(Put(number)))];
        Sim.MayCancel(putters[1]);
        Sim.MayCancel(putters[2]);
        await Sim.Sleep(5);
        int got = 0;
        while (got < put || !queue.IsEmpty)
        {
            await queue.Get();
            got++;
            await Sim.Sleep(1);
        }

        Hold(got == put, "something came out that was not put in");
        await End(putters);

        async Coroutine Put(int number)
        {
            await queue.Put(number);
            put++;
        }
    }

    private static async Coroutine Group()
    {
        await Cancellable(Parent());

        static async Coroutine Parent()
        {
            using (Sim.Scope("group"))
            {
                var go = new SimEvent("go");
                await TaskGroup.Run(async Coroutine (group) =>
                {
                    for (int i = 0; i < 3; i++)
                    {
                        _ = group.CreateTask(Child());
                    }

                    await Sim.Sleep(10);
                    go.Set();
                });

                async Coroutine Child()
                {
                    try
                    {
                        await go.Wait();
                        await Sim.Sleep(5);
                    }
                    finally
                    {
                        await Sim.Yield();
                    }
                }
            }
        }
    }

    private static async Coroutine GroupWithAFailure()
    {
        await Cancellable(Parent());

        static async Coroutine Parent()
        {
            try
            {
                await TaskGroup.Run(async Coroutine (group) =>
                {
                    _ = group.CreateTask(Fail());
                    await Sim.Sleep(20);
                });
            }
            catch (AggregateException)
            {
                // A cancellation that came meanwhile strikes here.
                await Sim.Sleep(1);
            }
        }

        static async Coroutine Fail()
        {
            try
            {
                await Sim.Sleep(10);
            }
            finally
            {
                await Sim.Yield();
            }

            throw new FormatException("expected");
        }
    }

    private static async Coroutine Barrier()
    {
        var barrier = new SimBarrier(2);
        SimTask first = Sim.CreateTask(Come());
        Sim.MayCancel(first);
        await Sim.Sleep(5);
        bool isAlone = first.IsDone;
        SimTask second = Sim.CreateTask(Come());
        await Sim.Sleep(5);
        Hold(!isAlone || !second.IsDone, "one has passed alone");
        if (!second.IsDone)
        {
            await barrier.Wait();
        }

        await End([first, second]);

        async Coroutine Come() => await barrier.Wait();
    }
}
