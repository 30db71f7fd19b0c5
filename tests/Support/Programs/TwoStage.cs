namespace SimAsync.TestSupport.Programs;

/// <summary>Writers make two writes, each under a lock of its own, and a reader sees the first without the second.</summary>
internal static class TwoStage
{
    public static async Coroutine Run(Start start, int writers)
    {
        var firstLock = new SimLock("first");
        var secondLock = new SimLock("second");
        var first = new Shared<int>(0);
        var second = new Shared<int>(0);

        await start([.. Enumerable.Range(0, writers).Select(_ => Write()), Read()]);

        async Coroutine Write()
        {
            using (await firstLock.Hold())
            {
                await Sim.Yield();
                first.Value = 1;
            }

            await Sim.Yield();
            using (await secondLock.Hold())
            {
                await Sim.Yield();
                int read = first.Value;
                await Sim.Yield();
                second.Value = read + 1;
            }
        }

        async Coroutine Read()
        {
            int seen;
            using (await firstLock.Hold())
            {
                await Sim.Yield();
                seen = first.Value;
            }

            if (seen == 0)
            {
                return;
            }

            await Sim.Yield();
            using (await secondLock.Hold())
            {
                await Sim.Yield();
                if (second.Value != seen + 1)
                {
                    throw new BugException($"The first is {seen}, and the second {second.Value}.");
                }
            }
        }
    }
}
