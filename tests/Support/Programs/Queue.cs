namespace SimAsync.TestSupport.Programs;

/// <summary>
/// A producer and a consumer take turns by two flags, under a lock. Both take the number of an attempt for the number of an element: after an attempt out
/// of turn, the consumer compares an element with the wrong one.
/// </summary>
internal static class Queue
{
    private const int Size = 20;

    public static async Coroutine Run(Start start)
    {
        var @lock = new SimLock();
        Shared<int>[] queue = Zeros();
        Shared<int>[] stored = Zeros();
        var mayEnqueue = new Shared<bool>(true);
        var mayDequeue = new Shared<bool>(false);

        await start(Produce(), Consume());

        async Coroutine Produce()
        {
            int tail = 0;
            using (await @lock.Hold())
            {
                await Enqueue(0, tail++);
            }

            for (int i = 1; i < Size; i++)
            {
                await Sim.Yield();
                using (await @lock.Hold())
                {
                    await Sim.Yield();
                    if (mayEnqueue.Value)
                    {
                        await Enqueue(i, tail++);
                        await Sim.Yield();
                        mayEnqueue.Value = false;
                        await Sim.Yield();
                        mayDequeue.Value = true;
                    }
                }
            }
        }

        async Coroutine Enqueue(int attempt, int tail)
        {
            await Sim.Yield();
            queue[tail].Value = tail + 1;
            await Sim.Yield();
            stored[attempt].Value = tail + 1;
        }

        async Coroutine Consume()
        {
            int head = 0;
            for (int i = 0; i < Size; i++)
            {
                using (await @lock.Hold())
                {
                    await Sim.Yield();
                    if (mayDequeue.Value)
                    {
                        await Sim.Yield();
                        int value = queue[head++].Value;
                        await Sim.Yield();
                        if (value != stored[i].Value)
                        {
                            throw new BugException($"Attempt {i} took {value} instead of {stored[i]}.");
                        }

                        await Sim.Yield();
                        mayDequeue.Value = false;
                        await Sim.Yield();
                        mayEnqueue.Value = true;
                    }
                }

                await Sim.Yield();
            }
        }
    }

    private static Shared<int>[] Zeros() => [.. Enumerable.Range(0, Size).Select(static _ => new Shared<int>(0))];
}
