namespace SimAsync.Bench.Ratios;

/// <summary>What a sleeping task holds, all told: a million coroutines, each a task of its own, each asleep, divided by a million.</summary>
internal sealed class SleepingTaskBytes : Figure
{
    private const int Tasks = 1_000_000;

    public override string Name => "sleeping-task-bytes";

    public override void Measure(Harness harness, Report report)
    {
        // Give back what the figures before have left, or the growth would fit into it unseen.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        long heapBefore = GC.GetTotalMemory(forceFullCollection: true);
        long processBefore = Environment.WorkingSet;
        var (heap, peak) = (0L, 0L);
        Simulation.Run(
            async Coroutine () =>
            {
                for (int i = 0; i < Tasks; i++)
                {
                    _ = Sim.CreateTask(Sleeper(TimeSpan.FromTicks(TimeSpan.TicksPerSecond + i)));
                    if (i % 10_000 == 0)
                    {
                        peak = Math.Max(peak, Environment.WorkingSet);
                    }
                }

                // In order, all the tasks have their first step before main goes on.
                await Sim.Sleep(0);
                peak = Math.Max(peak, Environment.WorkingSet);
                heap = GC.GetTotalMemory(forceFullCollection: true);
                peak = Math.Max(peak, Environment.WorkingSet);

                // Past them all: what still sleeps at the end of a run would be cancelled, at the cost of a million exceptions.
                await Sim.Sleep(TimeSpan.FromDays(1));
            },
            new RunOptions { MaxSteps = int.MaxValue });
        report.Add(Name, (double)(heap - heapBefore) / Tasks, "bytes", Limit.AtMost(500));
        report.Add($"{Name}-peak-process", (double)(peak - processBefore) / Tasks, "bytes");
    }

    private static async Coroutine Sleeper(TimeSpan length) => await Sim.Sleep(length);
}
