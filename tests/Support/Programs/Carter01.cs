namespace SimAsync.TestSupport.Programs;

/// <summary>
/// Two tasks, each of which takes the inner lock when its counter goes to 1, and gives it back when it goes to 0, both under the outer lock. One that waits for the inner lock
/// holds the outer one, without which the other cannot give the inner one back.
/// </summary>
internal static class Carter01
{
    public static async Coroutine Run(Start start)
    {
        var outer = new SimLock("outer");
        var inner = new SimLock("inner");

        await start(EnterAndLeave(new Shared<int>(0)), EnterAndLeave(new Shared<int>(0)));

        async Coroutine EnterAndLeave(Shared<int> counter)
        {
            using (await outer.Hold())
            {
                await Sim.Yield();
                counter.Value++;
                if (counter.Value == 1)
                {
                    await Sim.Yield();
                    await inner.Acquire();
                }
            }

            await Sim.Yield();
            using (await outer.Hold())
            {
                await Sim.Yield();
                counter.Value--;
                if (counter.Value == 0)
                {
                    await Sim.Yield();
                    inner.Release();
                }
            }
        }
    }
}
