namespace SimAsync.TestSupport.Programs;

/// <summary>One task pushes and one pops, under a lock. A flag says that there was a push; nothing says that there was a pop, so the second can come too early.</summary>
internal static class Stack
{
    private const int Size = 10;

    public static async Coroutine Run(Start start)
    {
        var @lock = new SimLock();
        var top = new Shared<int>(0);
        var pushed = new Shared<bool>(false);

        await start(Push(), Pop());

        async Coroutine Push()
        {
            for (int i = 0; i < Size; i++)
            {
                using (await @lock.Hold())
                {
                    await Sim.Yield();
                    top.Value++;
                    await Sim.Yield();
                    pushed.Value = true;
                }

                await Sim.Yield();
            }
        }

        async Coroutine Pop()
        {
            for (int i = 0; i < Size; i++)
            {
                using (await @lock.Hold())
                {
                    await Sim.Yield();
                    if (pushed.Value)
                    {
                        await Sim.Yield();
                        if (top.Value == 0)
                        {
                            throw new BugException("There is nothing to pop.");
                        }

                        top.Value--;
                    }
                }

                await Sim.Yield();
            }
        }
    }
}
