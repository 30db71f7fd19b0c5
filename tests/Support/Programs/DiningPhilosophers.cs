namespace SimAsync.TestSupport.Programs;

/// <summary>Each philosopher takes the left fork, then the right one. If all have the left one, nobody gets the right one.</summary>
internal static class DiningPhilosophers
{
    public static async Coroutine Run(Start start, int philosophers)
    {
        SimLock[] forks = [.. Enumerable.Range(0, philosophers).Select(static i => new SimLock($"fork {i}"))];

        await start([.. Enumerable.Range(0, philosophers).Select(i => Eat(forks[i], forks[(i + 1) % philosophers]))]);

        static async Coroutine Eat(SimLock left, SimLock right)
        {
            using (await left.Hold())
            {
                await Sim.Yield();
                using (await right.Hold())
                {
                    await Sim.Yield();
                }
            }
        }
    }
}
