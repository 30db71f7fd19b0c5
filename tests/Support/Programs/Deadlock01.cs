namespace SimAsync.TestSupport.Programs;

/// <summary>Two tasks take two locks in opposite orders.</summary>
internal static class Deadlock01
{
    public static async Coroutine Run(Start start)
    {
        var a = new SimLock("a");
        var b = new SimLock("b");
        var counter = new Shared<int>(1);

        await start(Change(a, b, 1), Change(b, a, -1));

        async Coroutine Change(SimLock first, SimLock second, int amount)
        {
            using (await first.Hold())
            {
                await Sim.Yield();
                using (await second.Hold())
                {
                    await Sim.Yield();
                    counter.Value += amount;
                }
            }
        }
    }
}
