namespace SimAsync.TestSupport.Programs;

/// <summary>Two adders and a checker under one lock. The checker takes it that it runs before both adders are done.</summary>
internal static class Lazy01
{
    public static async Coroutine Run(Start start)
    {
        var @lock = new SimLock();
        var data = new Shared<int>(0);

        await start(Add(1), Add(2), Check());

        async Coroutine Add(int amount)
        {
            using (await @lock.Hold())
            {
                await Sim.Yield();
                int read = data.Value;
                await Sim.Yield();
                data.Value = read + amount;
            }
        }

        async Coroutine Check()
        {
            using (await @lock.Hold())
            {
                await Sim.Yield();
                if (data.Value >= 3)
                {
                    throw new BugException("Both have added already.");
                }
            }
        }
    }
}
